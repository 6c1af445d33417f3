using AppHost.Worker.Dispatch;
using AppHost.Worker.Life;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using AppHost.WorkerTypes.Async;
using AppHost.WorkerTypes.Sync;
using AppHost.WorkerTypes.Threaded;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AppHost.Micro;

/// <summary>
/// The way of a request from Kestrel's call to the handler and back, through the real dispatcher and a real worker class; no network.
/// </summary>
internal sealed class DispatchPath : IAsyncDisposable
{
    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();
    private readonly ServiceProvider _provider = new ServiceCollection().BuildServiceProvider();
    private readonly WorkerIdentity _identity = new(0, 1, "micro");
    private readonly IWorkerType _workerType;
    private readonly RequestDispatcher<DefaultHttpContext> _dispatcher;

    private DispatchPath(IWorkerType workerType, bool blocks, Action handler)
    {
        _workerType = workerType;
        var scopes = _provider.GetRequiredService<IServiceScopeFactory>();
        var app = new HandlerApplication(
            _ =>
            {
                handler();
                return Task.CompletedTask;
            },
            scopes);
        WorkerRegion region = _scoreboard.Region(0);
        var load = new WorkerLoad(region) { GateOpen = true };
        _dispatcher = new RequestDispatcher<DefaultHttpContext>(app, workerType, new DispatchServices(
            _identity, load, new RequestSlots(region), new ShedAnswer(503, 1, 3), TimeProvider.System, blocks, 128 * 1024),
            NullLogger.Instance);
    }

    /// <summary>With the worker class async.</summary>
    public static Task<DispatchPath> AsyncAsync(Action handler) => StartAsync(new AsyncWorkerType(), blocks: false, threads: 1, handler);

    /// <summary>With the worker class sync.</summary>
    public static Task<DispatchPath> SyncAsync(Action handler) => StartAsync(new SyncWorkerType(), blocks: true, threads: 1, handler);

    /// <summary>With the worker class threaded.</summary>
    public static Task<DispatchPath> ThreadedAsync(int threads, Action handler) =>
        StartAsync(new ThreadedWorkerType(), blocks: true, threads, handler);

    /// <summary>Hands over one request of a connection, as Kestrel does; complete when it has ended.</summary>
    public Task SendAsync(ConnectionFeatures connection) => _dispatcher.ProcessRequestAsync(_dispatcher.CreateContext(connection));

    /// <summary>Gives back what the request held, as Kestrel does after the response.</summary>
    public void Finish(ConnectionFeatures connection) => _dispatcher.DisposeContext(connection.HostContext!, exception: null);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _workerType.StopAsync(CancellationToken.None);
        await _workerType.DisposeAsync();
        await _provider.DisposeAsync();
        _identity.Dispose();
        _scoreboard.Dispose();
    }

    private static async Task<DispatchPath> StartAsync(IWorkerType workerType, bool blocks, int threads, Action handler)
    {
        var path = new DispatchPath(workerType, blocks, handler);
        var context = new WorkerTypeContext
        {
            Worker = path._identity,
            AppBlocks = blocks,
            MinThreads = threads,
            MaxThreads = threads,
            AsyncLimit = 1000,
            QueueLength = 1000,
            QueueTimeout = TimeSpan.FromSeconds(60),
            QueuePolicy = QueuePolicy.Reject,
            Loop = new InlineLoop(),
            TimeProvider = TimeProvider.System,
            LoggerFactory = NullLoggerFactory.Instance,
        };
        await workerType.StartAsync(context, CancellationToken.None);
        return path;
    }
}
