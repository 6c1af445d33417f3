using AppHost.Worker.Messages;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AppHost.Worker.AspNetCore;

/// <summary>Replaces, among the services of one host, what a worker has to have in its own hands.</summary>
internal static class HostWiring
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel.";

    /// <summary>Called once for each host that the app builds, before it is built.</summary>
    public static void Apply(IServiceCollection services, HostedApp app)
    {
        // Signals are the worker's: a SIGTERM has to bring a replacement first.
        services.RemoveAll<IHostLifetime>();
        services.AddSingleton<IWorkerInfo>(app.Worker);
        if (services.LastOrDefault(service => service.ServiceType == typeof(IServer)) is not { } server)
        {
            services.AddSingleton<IHostLifetime>(new SilentLifetime(app.OnServerlessStart));
            return;
        }

        string name = (server.ImplementationType ?? server.ImplementationInstance?.GetType())?.FullName ?? "one that it makes itself";
        if (!name.StartsWith(Kestrel, StringComparison.Ordinal))
        {
            app.Refuse(
                $"The app replaces the web server: {name} instead of Kestrel.",
                "Leave the server to the framework when the app runs under apphost; it brings its own transport and listens for the app.");
            return;
        }

        services.RemoveAll<IServer>();
        services.AddSingleton<IServer>(provider => new AppServer(app, provider));
        services.AddSingleton<IHostLifetime>(new SilentLifetime(static () => { }));
        DataProtectionTurn.AddTo(services, app.Process);
        foreach (WorkerMessage.Notice notice in SeveralProcesses.Look(services)) app.Process.Tell(notice);
    }
}
