using AppHost.TestApps;
using AppHost.Worker.Apps;
using Microsoft.Extensions.Logging.Abstractions;

namespace AppHost.Tests.Apps;

/// <summary>Boots apps the way a worker does: inspect, then activate what was found.</summary>
internal static class Boot
{
    public static AppBootRequest Request(string path, string? handler = null)
    {
        var app = Assert.IsType<HandlerApp>(AppInspector.Inspect(path, handler));
        return new AppBootRequest
        {
            Path = path,
            Handler = app.Handler,
            ServicesClass = app.ServicesClass,
            Configuration = new Dictionary<string, string?>(),
            Arguments = [],
            Worker = new FakeWorker(),
            LoggerFactory = NullLoggerFactory.Instance,
        };
    }

    public static LoadedApp Succeeds(AppBootRequest request)
    {
        Assert.True(HandlerActivator.TryActivate(request, out var app, out var failure), failure?.ToText());
        return app;
    }

    public static LoadedApp Succeeds(string name) => Succeeds(Request(TestApp.Path(name)));

    public static AppBootFailure Fails(AppBootRequest request)
    {
        Assert.False(HandlerActivator.TryActivate(request, out _, out var failure));
        return failure!;
    }

    public static AppBootFailure Fails(string name, string handler) => Fails(Request(TestApp.Path(name), handler));
}
