using AppHost.Worker.Dispatch.Deadlines;
using AppHost.Worker.Dispatch.Lanes;
using AppHost.Worker.Dispatch.Responses;
using AppHost.Worker.Logging;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using AppHost.Worker.Transport.Epoll;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Dispatch;

/// <summary>
/// One request as the worker class sees it, reused for the next one on the same connection unless the app blocks: a thread
/// that a blocking handler left behind must not find a stranger's request in what it holds. It is also the feature
/// collection that the app's context is made of, so that the app can keep its own context beside the connection.
/// </summary>
internal sealed partial class WorkerRequest<TContext>
    : IWorkerRequest, IFeatureCollection, IHostContextContainer<TContext>
    where TContext : notnull
{
    private static readonly FeatureCollection NoFeatures = new(0);

    private readonly IHttpApplication<TContext> _app;
    private readonly DispatchServices _services;
    private readonly ILogger _logger;
    private readonly CancellationToken _connectionClosed;
    private readonly bool _isStream;
    private readonly ResponseGuard? _guard;
    private readonly EpollConnection? _connection;
    private IFeatureCollection _inner;
    private FreshConnection? _fresh;
    private TContext? _appContext;
    private bool _hasAppContext;
    private RequestLane? _lane;
    private int _state;
    private int _slot = RequestSlots.None;
    private int _arrivingThread;
    private Task _running = Task.CompletedTask;
    private Exception? _failure;

    /// <summary>For the first request of a connection or stream.</summary>
    public WorkerRequest(IHttpApplication<TContext> app, DispatchServices services, ILogger logger, IFeatureCollection inner)
    {
        _app = app;
        _services = services;
        _logger = logger;
        _inner = inner;
        _connectionClosed = inner.Get<IConnectionLifetimeFeature>()?.ConnectionClosed ?? default;
        _isStream = inner.Get<IHttp2StreamIdFeature>() is not null;
        _guard = inner.Get<ResponseGuard>();
        _fresh = inner.Get<FreshConnection>();
        _times = services.Deadline;
        _connection = MovableConnection(inner);
        _connection?.Serves(inner.GetRequiredFeature<IHttpRequestFeature>());
    }

    /// <summary>For a further request there, where <paramref name="previous"/> must not be used again.</summary>
    public WorkerRequest(WorkerRequest<TContext> previous, IFeatureCollection inner)
    {
        _app = previous._app;
        _services = previous._services;
        _logger = previous._logger;
        _inner = inner;
        _connectionClosed = previous._connectionClosed;
        _isStream = previous._isStream;
        _guard = previous._guard;
        _connection = previous._connection;
        _times = _services.Deadline;
        // What the previous request left behind keeps its id.
        _scope = previous._isLate ? null : previous._scope;
    }

    /// <inheritdoc/>
    public IFeatureCollection Features => _inner;

    /// <inheritdoc/>
    public long ArrivedAt { get; private set; }

    /// <inheritdoc/>
    // Asked for every request. RequestAborted would make Kestrel create a token source each time; the connection's own
    // token exists already and says the same, except for the reset of one HTTP/2 stream.
    public bool IsAborted => _isStream
        ? _inner.Get<IHttpRequestLifetimeFeature>()?.RequestAborted.IsCancellationRequested == true
        : _connectionClosed.IsCancellationRequested;

    /// <inheritdoc/>
    public TContext? HostContext { get; set; }

    /// <inheritdoc/>
    public bool IsStreaming => (RequestState)Volatile.Read(ref _state) is RequestState.Streaming or RequestState.StreamEnded;

    /// <summary>The connection outlives this worker: another one takes it over when it is idle.</summary>
    public bool HasSuccessor => _connection is not null && _services.Idle?.HasSuccessor == true;

    /// <summary>Its connection cannot move to a worker that has fewer, and so is to end; true for few.</summary>
    public bool EndsForBalance => _connection is null && _services.Idle is { EndsForBalance: true };

    /// <summary>Makes it ready for the connection's next request.</summary>
    public void Reset(IFeatureCollection features)
    {
        _inner = features;
        _state = (int)RequestState.Idle;
        _failure = null;
        ResetFeatures();
        ResetCorrelation();
    }

    /// <summary>The request is complete as far as it is awaited: from now on it waits for a slot.</summary>
    /// <param name="lane">Of its class; null where there are no classes.</param>
    public void Arrive(RequestLane? lane = null)
    {
        EnterLane(lane);
        // One that waited unread has been waiting for longer than since it was read. The connection's clock is the same.
        long arrivedUnread = _connection?.TakeArrival() ?? 0;
        ArrivedAt = arrivedUnread != 0 ? arrivedUnread : _services.TimeProvider.GetTimestamp();
        _arrivingThread = Environment.CurrentManagedThreadId;
        _state = (int)RequestState.Waiting;
        _services.Load.RequestArrived(_connection?.TakeHold() ?? _fresh);
        _fresh = null;
    }

    /// <summary>Why it must be refused as soon as it has arrived: it, or others, waited unread for too long. Null: it may run.</summary>
    public RejectReason? TakeRefusal() => _connection?.TakeRefusal();

    /// <summary>
    /// The worker class has taken it. Kestrel cannot have gone on to the connection's next request: it has not seen the task yet.
    /// </summary>
    public void HasArrived() => _arrivingThread = 0;

    /// <inheritdoc/>
    public int Priority => _lane?.Priority ?? 0;

    /// <inheritdoc/>
    public void Run()
    {
        Task running = RunAsync();
        if (!running.IsCompleted) running.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public Task RunAsync()
    {
        Claim(RequestState.Running);
        _services.Load.RequestStarted();
        IHttpRequestFeature request = _inner.GetRequiredFeature<IHttpRequestFeature>();
        _scope = RequestScope.Next(_scope, CorrelationId.Of(request.Headers));
        BeginRecord(request, _scope);
        _scope.Run(static self => ((WorkerRequest<TContext>)self!).Start(), this);
        return _running;
    }

    /// <inheritdoc/>
    public Task RejectAsync(RejectReason reason)
    {
        Claim(RequestState.Ended);
        _rejected = reason;
        if (reason is not RejectReason.ClientGone)
        {
            _services.ShedAnswer.Write(_inner, reason);
            _services.Load.Answered(_inner.GetRequiredFeature<IHttpResponseFeature>().StatusCode);
        }

        _lane?.LeaveRejected();
        _services.Load.RequestRejected(reason);
        return Task.CompletedTask;
    }

    /// <summary>Ends the app's context, after the response has been sent.</summary>
    public void DisposeAppContext(Exception? exception)
    {
        if (!_hasAppContext) return;
        TContext context = _appContext!;
        _hasAppContext = false;
        _appContext = default;
        // Kestrel knows nothing of what the app threw, for it was answered here.
        _app.DisposeContext(context, exception ?? _failure);
        // Kestrel uses its features for the next request, and this object is not told of it.
        if (_services.BuffersBody) _inner = NoFeatures;
    }

    private void Start()
    {
        _running = Task.CompletedTask;
        if (_services.Rehearsal is { IsOn: true })
        {
            _inner.GetRequiredFeature<IHttpResponseFeature>().StatusCode = StatusCodes.Status204NoContent;
            End(null);
            return;
        }

        Task running;
        bool onLoop = _services.Loop is { IsOnLoop: true };
        if (onLoop) _services.Slots.OnLoop = _slot;
        try
        {
            _appContext = _app.CreateContext(this);
            _hasAppContext = true;
            running = _app.ProcessRequestAsync(_appContext);
        }
        catch (Exception exception)
        {
            End(exception);
            return;
        }
        finally
        {
            if (onLoop) _services.Slots.OnLoop = RequestSlots.None;
        }

        if (running.IsCompletedSuccessfully) End(null);
        else _running = AwaitAsync(running);
    }

    private async Task AwaitAsync(Task running)
    {
        Exception? failure = null;
        try
        {
            await running;
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        End(failure);
    }

    /// <summary>The transport's own connection, if it may leave Kestrel between two requests; not for a stream of HTTP/2.</summary>
    private static EpollConnection? MovableConnection(IFeatureCollection inner) =>
        inner.Get<IConnectionTransportFeature>() is EpollConnection { IsMovable: true } connection ? connection : null;

    private void EnterLane(RequestLane? lane)
    {
        _lane = lane;
        if (lane is null) return;
        _times = lane.Deadline;
        lane.Enter();
    }

    private void Claim(RequestState next)
    {
        int seen = Interlocked.CompareExchange(ref _state, (int)next, (int)RequestState.Waiting);
        if (seen == (int)RequestState.Waiting) return;
        throw new InvalidOperationException(
            $"A worker class ends a request exactly once; this one is {(RequestState)seen} already and was to become {next}.");
    }

    private void BeginRecord(IHttpRequestFeature request, RequestScope scope)
    {
        BeginDeadline();
        _services.Load.Waited(_startedAt - Arrived, _lane?.Number ?? 0);
        _slot = _services.Slots.Take(this);
        if (!RequestSlots.HasRecord(_slot)) return;
        _services.Slots.Record(_slot).Begin(
            _startedAt, DeadlineAt, Environment.CurrentManagedThreadId, request.Method, request.Path,
            scope.Write(stackalloc char[CorrelationId.OwnLength]));
    }

    private void End(Exception? failure)
    {
        // Nobody writes into the response any more, and nobody answers for the app: in this order, as what a thread writes
        // that was left behind is the app's still.
        _body?.End();
        DeadlineStep step = _claim.End();
        bool failed = false;
        _failure = failure;
        _isLate = step is DeadlineStep.Expired or DeadlineStep.Stuck;
        if (_isLate) EndLate(failure);
        else failed = failure is not null && AnswerFailure(failure);
        RequestClose();
        bool streamed = Interlocked.CompareExchange(ref _state, (int)RequestState.Ended, (int)RequestState.Running) != (int)RequestState.Running;
        if (streamed) Volatile.Write(ref _state, (int)RequestState.StreamEnded);
        if (RequestSlots.HasRecord(_slot)) _services.Slots.Record(_slot).End();
        _services.Slots.Return(_slot);
        _endedAt = MonotonicClock.Nanoseconds;
        // The deadline's own answer was counted when it was given.
        if (!_isLate) _services.Load.Answered(_inner.GetRequiredFeature<IHttpResponseFeature>().StatusCode);
        // How long a stream lives is its client's affair.
        if (!streamed) _services.Load.Served(_endedAt - _startedAt, _lane?.Number ?? 0);
        if (!streamed) _lane?.Leave();
        if (streamed) _services.Load.StreamEnded(failed);
        else _services.Load.RequestEnded(failed);
    }

    /// <summary>
    /// The worker began to drain while the request ran, and the answer can still say so. One that has started goes out as it
    /// is: its client learns of it with the next request.
    /// </summary>
    private void RequestClose()
    {
        if (!_services.Worker.Draining.IsCancellationRequested || HasSuccessor) return;
        if (_inner.GetRequiredFeature<IHttpResponseFeature>().HasStarted) return;
        _inner.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }

    /// <summary>Also when only the request was aborted, by the app or by the server, and its connection is not closed yet.</summary>
    private bool WasAborted() =>
        IsAborted || _inner.Get<IHttpRequestLifetimeFeature>()?.RequestAborted.IsCancellationRequested == true;

    /// <returns>True if it is the handler that failed, and not the client.</returns>
    private bool AnswerFailure(Exception failure)
    {
        // The client left while the handler read or wrote: nobody is there to be told, and it is no fault of the handler.
        // A read may fail before the connection's token is cancelled.
        if (failure is ConnectionResetException or ConnectionAbortedException
            || (failure is OperationCanceledException or IOException && WasAborted()))
        {
            // Kestrel may not know yet, and would complain of half an answer and read on.
            _inner.Get<IHttpRequestLifetimeFeature>()?.Abort();
            return false;
        }

        IHttpRequestFeature request = _inner.GetRequiredFeature<IHttpRequestFeature>();
        IHttpResponseFeature response = _inner.GetRequiredFeature<IHttpResponseFeature>();
        var badRequest = failure as BadHttpRequestException;
        string path = Printable.Of(request.Path);
        if (badRequest is null) LogHandlerFailed(failure, request.Method, path);
        else LogBadRequest(request.Method, path, badRequest.StatusCode, badRequest.Message);
        if (response.HasStarted)
        {
            // Half an answer that ended properly would be taken for a whole one.
            _inner.Get<IHttpRequestLifetimeFeature>()?.Abort();
            return badRequest is null;
        }

        response.Headers.Clear();
        response.ReasonPhrase = null;
        response.StatusCode = badRequest?.StatusCode ?? StatusCodes.Status500InternalServerError;
        response.Headers.ContentLength = 0;
        return badRequest is null;
    }
}
