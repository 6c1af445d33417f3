using System.Net;
using System.Net.Sockets;
using AppHost.Tests.Support;
using AppHost.Tests.Transport;
using AppHost.Worker.Dispatch;
using AppHost.Worker.Life;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using AppHost.WorkerTypes.Async;
using AppHost.WorkerTypes.Threaded;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AppHost.Tests.Dispatch;

/// <summary>The serving side of a worker, complete and in this process: transport, Kestrel, dispatch, watch and worker class.</summary>
internal sealed class WorkerServer : IAsyncDisposable
{
    private readonly Socket _master = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();
    private readonly RecordingLoggerFactory _log = new();
    private readonly CapturingLogger<EventLoop> _loopLog = new();
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly bool _http2;
    private EventLoop _loop = null!;
    private ServingWorker<DefaultHttpContext> _worker = null!;

    private WorkerServer(bool http2)
    {
        _http2 = http2;
        _master.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _master.Listen(512);
        EndPoint = (IPEndPoint)_master.LocalEndPoint!;
        Region = _scoreboard.Region(0);
    }

    public IPEndPoint EndPoint { get; }

    public WorkerRegion Region { get; }

    public WorkerIdentity Identity { get; } = new(1, 1, "test");

    public IServingWorker Worker => _worker;

    /// <summary>What was logged as a warning or worse.</summary>
    public IReadOnlyCollection<string> Complaints => [.. _log.Complaints, .. _loopLog.Records.Select(r => r.Message)];

    /// <summary>For a handler that blocks, on <paramref name="threads"/> threads.</summary>
    public static Task<WorkerServer> StartAsync(
        Transports transport, bool http2, Action<HttpContext> handle, Func<ServingAssignment, ServingAssignment>? configure = null, int threads = 4) =>
        StartAsync(transport, http2, new ThreadedWorkerType(), scopes => new HandlerApplication(new Blocking(handle), scopes), true, configure, threads);

    /// <summary>For a handler that awaits, on the loop.</summary>
    public static Task<WorkerServer> StartAsync(
        Transports transport, bool http2, Func<HttpContext, Task> handle, Func<ServingAssignment, ServingAssignment>? configure = null, int limit = 1000) =>
        StartAsync(transport, http2, new AsyncWorkerType(), scopes => new HandlerApplication(handle, scopes), false, configure, limit);

    public HttpClient CreateClient() => new(new SocketsHttpHandler { MaxConnectionsPerServer = 1 })
    {
        BaseAddress = new Uri($"http://{EndPoint}"),
        DefaultRequestVersion = _http2 ? HttpVersion.Version20 : HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public async ValueTask DisposeAsync()
    {
        Identity.BeginDraining();
        await _worker.StopAcceptingAsync(takeBacklog: false);
        await _worker.StopAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        await _worker.DisposeAsync();
        _loop.Dispose();
        Identity.Dispose();
        await _services.DisposeAsync();
        _master.Dispose();
        _scoreboard.Dispose();
    }

    private static async Task<WorkerServer> StartAsync(
        Transports transport, bool http2, IWorkerType type, Func<IServiceScopeFactory, HandlerApplication> app, bool blocks,
        Func<ServingAssignment, ServingAssignment>? configure, int slots)
    {
        var server = new WorkerServer(http2);
        server._scoreboard.RegionsInUse = 1;
        server._loop = new EventLoop(server.Region, 1, server._loopLog);
        var assignment = new ServingAssignment
        {
            Listeners = [ListenerAssignment.Create(Descriptor.Duplicate((int)server._master.Handle), server.EndPoint, http2)],
            OwnLoop = transport is Transports.Epoll,
            WorkerClass = null,
            MinThreads = 1,
            MaxThreads = slots,
            AsyncLimit = slots,
            StreamsMax = 100,
            QueueLength = 100,
            QueueTimeout = 60_000,
            QueuePolicy = QueuePolicy.Reject,
            ShedStatus = 503,
            RetryAfterMin = 1,
            RetryAfterMax = 1,
            KeepAliveTimeout = 130_000,
            MaxRequestLine = 8192,
            MaxHeaders = 32768,
            MaxHeaderCount = 100,
            MaxBody = 30_000_000,
            BodyBuffer = 131072,
            ResponseBuffer = 1 << 20,
            OrphanTimeout = 1000,
        };
        assignment = configure?.Invoke(assignment) ?? assignment;
        var context = new WorkerTypeContext
        {
            Worker = server.Identity,
            AppBlocks = blocks,
            MinThreads = 1,
            MaxThreads = slots,
            AsyncLimit = slots,
            QueueLength = assignment.QueueLength,
            QueueTimeout = TimeSpan.FromMilliseconds(assignment.QueueTimeout),
            QueuePolicy = assignment.QueuePolicy,
            Loop = server._loop,
            TimeProvider = TimeProvider.System,
            LoggerFactory = server._log,
        };
        await type.StartAsync(context, CancellationToken.None);
        Dictionary<string, IWorkerType> pools = await LanePools.StartAsync(
            assignment.Classes, "threaded", context, static _ => new ThreadedWorkerType(),
            static (pool, context, token) => pool.StartAsync(context, token).AsTask(), CancellationToken.None);
        server.Identity.Slots = slots + pools.Values.Sum(pool => pool.Slots);
        server._worker = new ServingWorker<DefaultHttpContext>(
            server._loop, server._scoreboard, server.Region, server.Identity, type,
            app(server._services.GetRequiredService<IServiceScopeFactory>()), blocks, assignment, server._log, pools);
        await server._worker.StartAsync(CancellationToken.None);
        if (assignment.WarmUp.Count > 0) await server._worker.WarmUpAsync(assignment.WarmUp, CancellationToken.None);
        server._worker.Open(server.Identity.Slots, assignment.QueueLength ?? 4 * slots);
        return server;
    }

    private sealed class Blocking(Action<HttpContext> handle) : IHandler
    {
        public void Handle(HttpContext context) => handle(context);
    }
}
