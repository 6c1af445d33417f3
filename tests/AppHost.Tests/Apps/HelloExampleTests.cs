using System.Net;
using System.Text;
using System.Text.Json;
using AppHost.Worker.Apps;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AppHost.Tests.Apps;

/// <summary>The example on a real server: what is written to a response before it starts cannot be tried without one.</summary>
public sealed class HelloExampleTests : IAsyncLifetime
{
    private readonly LoadedApp _app = Boot.Succeeds("Hello");
    private readonly KestrelServer _server = new(
        Options.Create(new KestrelServerOptions { AllowSynchronousIO = true }),
        new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
        NullLoggerFactory.Instance);

    private HttpClient _client = new();

    public async ValueTask InitializeAsync()
    {
        _server.Options.Listen(IPAddress.Loopback, 0);
        await _server.StartAsync(new Application((IHandler)_app.Handler), TestContext.Current.CancellationToken);
        _client = new HttpClient { BaseAddress = new Uri(_server.Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.StopAsync(TestContext.Current.CancellationToken);
        _server.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("/", "Hello, World!")]
    [InlineData("/sleep?ms=1", "slept\n")]
    [InlineData("/cpu?ms=1", "computed\n")]
    public async Task Text_comes_with_type_and_length(string path, string expected)
    {
        using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(expected.Length, response.Content.Headers.ContentLength);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_process_is_told() =>
        Assert.Equal($"{Environment.ProcessId}", await _client.GetStringAsync("/pid", TestContext.Current.CancellationToken));

    [Fact]
    public async Task The_worker_is_told_as_JSON()
    {
        using var json = JsonDocument.Parse(await _client.GetStringAsync("/info", TestContext.Current.CancellationToken));
        Assert.Equal(3, json.RootElement.GetProperty("workerId").GetInt32());
        Assert.Equal(7, json.RootElement.GetProperty("generation").GetInt32());
        Assert.Equal("threaded", json.RootElement.GetProperty("workerClass").GetString());
        Assert.Equal(Environment.ProcessId, json.RootElement.GetProperty("pid").GetInt32());
    }

    [Fact]
    public async Task A_body_comes_back_with_its_type()
    {
        using var body = new StringContent(new string('x', 300_000), Encoding.UTF8, "text/csv");
        using var response = await _client.PostAsync("/echo", body, TestContext.Current.CancellationToken);
        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(300_000, (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Any_other_path_is_not_found()
    {
        using var response = await _client.GetAsync("/nowhere", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private sealed class Application(IHandler handler) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context)
        {
            handler.Handle(context);
            return Task.CompletedTask;
        }

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
