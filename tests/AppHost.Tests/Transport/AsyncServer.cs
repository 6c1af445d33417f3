using System.Net;
using System.Net.Sockets;
using AppHost.Tests.Support;
using AppHost.Worker.Dispatch;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using AppHost.Worker.Transport.Epoll;
using AppHost.WorkerTypes.Async;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AppHost.Tests.Transport;

/// <summary>The worker class <c>async</c> on the own transport, as a worker puts it together; counts where Kestrel's code runs.</summary>
internal sealed class AsyncServer : IHttpApplication<WorkerRequest<DefaultHttpContext>>, IWorkerInfo, IAsyncDisposable
{
    private readonly Socket _master = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly RunningLoop _loop = new(start: false);
    private readonly RecordingLoggerFactory _log = new();
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly AsyncWorkerType _workerType = new();
    private readonly EpollConnectionFactory _connections;
    private readonly KestrelServer _server;
    private readonly RequestDispatcher<DefaultHttpContext> _dispatcher;
    private int _startsOnLoop;
    private int _startsElsewhere;
    private int _endsOnLoop;
    private int _endsElsewhere;

    private AsyncServer(Func<EventLoop, HttpContext, Task> handle, HttpProtocols protocols)
    {
        _master.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _master.Listen(512);
        EndPoint = (IPEndPoint)_master.LocalEndPoint!;
        WorkerRegion region = _loop.Region;
        region.Slots = Slots;
        region.State = WorkerState.Ready;
        _loop.Scoreboard.RegionsInUse = 1;
        var load = new WorkerLoad(region);
        _connections = new EpollConnectionFactory(_loop.Loop);
        var siblings = new Siblings(_loop.Scoreboard, ownRegion: 0);
        Acceptor = new Acceptor(_loop.Loop, load, region, siblings, QueuePolicy.Reject, _log.CreateLogger<Acceptor>());
        var app = new HandlerApplication(
            context => handle(_loop.Loop, context), _services.GetRequiredService<IServiceScopeFactory>());
        var services = new DispatchServices(
            this, load, new RequestSlots(region), new ShedAnswer(503, 1, 2), TimeProvider.System, BuffersBody: false, BodyBuffer: 0);
        _dispatcher = new RequestDispatcher<DefaultHttpContext>(app, _workerType, services, _log.CreateLogger("test"));
        var options = new KestrelServerOptions();
        options.Listen(EndPoint, listen =>
        {
            listen.Protocols = protocols;
            listen.Use(next => new ConnectionCounting(next, load).OnConnectionAsync);
        });
        var listeners = new Dictionary<EndPoint, int> { [EndPoint] = Descriptor.Duplicate((int)_master.Handle) };
        _server = new KestrelServer(Options.Create(options), new InheritedListenerFactory(Acceptor, load, listeners, _connections), _log);
    }

    public IPEndPoint EndPoint { get; }

    public int WorkerId => 1;

    public int Generation => 1;

    public string WorkerClass => "async";

    public int Slots => 1000;

    public CancellationToken Draining => CancellationToken.None;

    /// <summary>Requests whose head Kestrel read on the loop, and elsewhere.</summary>
    public (int OnLoop, int Elsewhere) Starts => (_startsOnLoop, _startsElsewhere);

    /// <summary>Requests that Kestrel went on with on the loop after the handler's task, and elsewhere.</summary>
    public (int OnLoop, int Elsewhere) Ends => (_endsOnLoop, _endsElsewhere);

    private Acceptor Acceptor { get; }

    public static async Task<AsyncServer> StartAsync(
        Func<EventLoop, HttpContext, Task> handle, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var server = new AsyncServer(handle, protocols);
        await server._workerType.StartAsync(new WorkerTypeContext
        {
            Worker = server,
            AppBlocks = false,
            MinThreads = 1,
            MaxThreads = 1,
            AsyncLimit = server.Slots,
            QueueLength = null,
            QueueTimeout = TimeSpan.FromSeconds(60),
            QueuePolicy = QueuePolicy.Reject,
            Loop = server._loop.Loop,
            TimeProvider = TimeProvider.System,
            LoggerFactory = server._log,
        }, CancellationToken.None);
        server._loop.Loop.Start();
        await server._server.StartAsync(server, CancellationToken.None);
        server.Acceptor.Start();
        return server;
    }

    public WorkerRequest<DefaultHttpContext> CreateContext(IFeatureCollection contextFeatures)
    {
        Interlocked.Increment(ref _loop.Loop.IsOnLoop ? ref _startsOnLoop : ref _startsElsewhere);
        return _dispatcher.CreateContext(contextFeatures);
    }

    public Task ProcessRequestAsync(WorkerRequest<DefaultHttpContext> context) => _dispatcher.ProcessRequestAsync(context);

    public void DisposeContext(WorkerRequest<DefaultHttpContext> context, Exception? exception)
    {
        Interlocked.Increment(ref _loop.Loop.IsOnLoop ? ref _endsOnLoop : ref _endsElsewhere);
        _dispatcher.DisposeContext(context, exception);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        _server.Dispose();
        await _workerType.StopAsync(CancellationToken.None);
        await _workerType.DisposeAsync();
        _connections.Dispose();
        _loop.Dispose();
        await _services.DisposeAsync();
        _master.Dispose();
    }
}
