using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace WebShapes.Shapes;

/// <summary>Brings a server of its own in place of Kestrel, as HttpSys, a tunnel or a test server does.</summary>
internal static class CustomServer
{
    public static async Task RunAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IServer, OwnServer>();
        WebApplication app = builder.Build();
        app.MapGet("/", () => "never");
        await app.RunAsync();
    }

    private sealed class OwnServer : IServer
    {
        private readonly HttpListener _listener = new() { Prefixes = { "http://127.0.0.1:5127/" } };

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull
        {
            _listener.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _listener.Stop();
            return Task.CompletedTask;
        }

        public void Dispose() => ((IDisposable)_listener).Dispose();
    }
}
