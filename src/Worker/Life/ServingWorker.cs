using System.Net;
using AppHost.Worker.AccessLog;
using AppHost.Worker.Dispatch;
using AppHost.Worker.Dispatch.Deadlines;
using AppHost.Worker.Dispatch.Lanes;
using AppHost.Worker.Dispatch.Responses;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Stacks;
using AppHost.Worker.Transport;
using AppHost.Worker.Transport.Epoll;
using AppHost.Worker.Transport.Parking;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AppHost.Worker.Life;

/// <summary>
/// Everything between the inherited listeners and the app: event loop, gate, transport, Kestrel, dispatch and worker
/// class. Made once, started once, drained once.
/// </summary>
/// <typeparam name="TContext">The context of the app.</typeparam>
internal sealed class ServingWorker<TContext> : IServingWorker
    where TContext : notnull
{
    private readonly EventLoop _loop;
    private readonly WorkerRegion _region;
    private readonly WorkerLoad _load;
    private readonly Acceptor _acceptor;
    private readonly IAcceptedConnectionFactory _connections;
    private readonly IWorkerType _workerType;
    private readonly InheritedListenerFactory _listeners;
    private readonly bool _http2;
    private readonly KestrelServer _server;
    private readonly RequestDispatcher<TContext> _dispatcher;
    private readonly AccessLogger? _accessLog;
    private readonly IdleConnections? _idle;
    private readonly RehearsalSwitch _rehearsal = new();
    private ProcessGauges? _gauges;
    private readonly RequestWatch _watch;
    private readonly RequestLanes? _lanes;

    public ServingWorker(
        EventLoop loop, SharedScoreboard scoreboard, WorkerRegion region, WorkerIdentity identity, IWorkerType workerType,
        IHttpApplication<TContext> app, bool appBlocks, ServingAssignment serving, ILoggerFactory loggerFactory,
        IReadOnlyDictionary<string, IWorkerType>? pools = null, KestrelServerOptions? appOptions = null,
        ILoggerFactory? serverLoggerFactory = null)
    {
        _loop = loop;
        _region = region;
        _workerType = workerType;
        _load = new WorkerLoad(region);
        _connections = serving.OwnLoop ? new EpollConnectionFactory(loop) : new SocketsConnectionFactory(loggerFactory);
        var siblings = new Siblings(scoreboard, region.Index);
        _acceptor = new Acceptor(loop, _load, region, siblings, serving.QueuePolicy, loggerFactory.CreateLogger<Acceptor>());
        if (_connections is EpollConnectionFactory own && IdleSettings.Create(serving) is { } idle)
        {
            _idle = new IdleConnections(loop, region, _load, _acceptor, siblings, own, idle, loggerFactory);
        }

        _accessLog = AccessLogger.Create(serving.AccessLog, identity.WorkerId, region, loggerFactory);
        _lanes = new LaneBuilder(serving, scoreboard, region, _load, pools ?? new Dictionary<string, IWorkerType>()).Build(workerType);
        int streams = appBlocks ? 0 : serving.StreamsMax;
        var slots = new RequestSlots(region, identity.Slots + streams);
        _dispatcher = new RequestDispatcher<TContext>(app, workerType, new DispatchServices(
            identity,
            _load,
            slots,
            new ShedAnswer(serving.ShedStatus, serving.RetryAfterMin, serving.RetryAfterMax),
            TimeProvider.System,
            BuffersBody: appBlocks,
            serving.BodyBuffer)
        {
            Deadline = LaneBuilder.Deadline(serving),
            Lanes = _lanes,
            DeadlineAnswer = new DeadlineAnswer(serving.ShedStatus),
            StreamsMax = streams,
            Idle = _idle,
            Loop = appBlocks ? null : loop,
            AccessLog = _accessLog,
            Rehearsal = _rehearsal,
            ClosesAtStart = appOptions is not null,
        }, loggerFactory.CreateLogger("AppHost.Dispatch"));
        _watch = new RequestWatch(slots, region, _load, identity, new WatchOptions
        {
            Stacks = new StackProcess(serving.HostCommand),
            LoopLimit = TimeSpan.FromMilliseconds(serving.LoopWatchdog).ToNanoseconds(),
            LoopSleep = EventLoop.LongestSleep.ToNanoseconds(),
            LoopThread = loop.ThreadId,
            ShortestStep = LaneBuilder.ShortestStep(serving),
            OnStuck = request => OnStuck?.Invoke(request),
            OnOnlyStuckLeft = () => OnOnlyStuckLeft?.Invoke(),
        }, loggerFactory.CreateLogger<RequestWatch>());
        Dictionary<EndPoint, int> listeners = serving.Listeners.ToDictionary(l => l.ToEndPoint(), l => l.Descriptor);
        _listeners = new InheritedListenerFactory(_acceptor, _load, listeners, _connections, _idle);
        _http2 = serving.Listeners is [{ Http2: true }, ..];
        KestrelServerOptions options = KestrelSettings.Create(
            serving, appBlocks, _load, LaneBuilder.NeedsGuard(serving, streams), appOptions);
        _server = new KestrelServer(Options.Create(options), _listeners, serverLoggerFactory ?? loggerFactory);
    }

    /// <inheritdoc/>
    public Action<string>? OnStuck { get; set; }

    /// <inheritdoc/>
    public Action? OnOnlyStuckLeft { get; set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The loop first: if the server fails to start it takes its listeners back, and waits for the loop to do so.
        _loop.Start();
        await _server.StartAsync(_dispatcher, cancellationToken);
        _watch.Start();
    }

    /// <inheritdoc/>
    public async Task WarmUpAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        using (var warmUp = new WarmUp(_loop, _listeners.First!, _load, _http2))
        {
            foreach (string path in paths) await warmUp.GetAsync(path, cancellationToken);
        }

        // What clients ask for is counted from zero, and recycling with it.
        await _load.WhenNoConnections().WaitAsync(cancellationToken);
        _region.ForgetCounts();
    }

    /// <inheritdoc/>
    public void Rehearse()
    {
        if (_http2) return;
        _rehearsal.IsOn = true;
        Rehearsal.Run(_loop, _listeners.First!, _load);
        _rehearsal.IsOn = false;
        _region.ForgetCounts();
    }

    /// <inheritdoc/>
    public void Open(int slots, int queueLimit)
    {
        _region.Slots = slots;
        _region.QueueLimit = queueLimit;
        _region.State = WorkerState.Ready;
        _lanes?.Open();
        _accessLog?.Enable();
        _gauges = new ProcessGauges(_region, _loop);
        _acceptor.Start();
        _idle?.Start();
    }

    /// <inheritdoc/>
    public Task StopAcceptingAsync(bool takeBacklog)
    {
        _region.State = WorkerState.Draining;
        _idle?.Retire(hostStops: takeBacklog);
        return _acceptor.StopAsync(takeBacklog);
    }

    /// <inheritdoc/>
    public void ReopenLogs() => _accessLog?.Reopen();

    /// <inheritdoc/>
    public void FlushLogs() => _accessLog?.Flush();

    /// <inheritdoc/>
    public Task WhenNoConnections() => _load.WhenNoConnections();

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _server.StopAsync(cancellationToken);
        await _workerType.StopAsync(cancellationToken);
        if (_lanes is not null) await _lanes.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public int InFlight => _load.InFlight;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        _server.Dispose();
        await _workerType.DisposeAsync();
        if (_lanes is not null) await _lanes.DisposeAsync();
        _connections.Dispose();
        _accessLog?.Dispose();
        _gauges?.Dispose();
    }
}
