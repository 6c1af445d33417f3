using System.Collections;
using AppHost.Worker.AccessLog;
using AppHost.Worker.Logging;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Dispatch;

/// <summary>
/// One request as the worker class sees it, reused for the next one on the same connection. It is also the feature
/// collection that the app's context is made of, so that the app can keep its own context beside the connection.
/// </summary>
internal sealed partial class WorkerRequest<TContext>(
    IHttpApplication<TContext> app, DispatchServices services, ILogger logger, IFeatureCollection inner)
    : IWorkerRequest, IFeatureCollection, IHostContextContainer<TContext>, IHttpRequestIdentifierFeature
    where TContext : notnull
{
    private IFeatureCollection _inner = inner;
    private readonly CancellationToken _connectionClosed = inner.Get<IConnectionLifetimeFeature>()?.ConnectionClosed ?? default;
    private readonly bool _isStream = inner.Get<IHttp2StreamIdFeature>() is not null;
    private FreshConnection? _fresh = inner.Get<FreshConnection>();
    private TContext? _appContext;
    private bool _hasAppContext;
    private int _state;
    private int _slot = RequestSlots.None;
    private long _started;
    private long _ended;
    private RejectReason? _rejected;
    private RequestScope? _scope;
    private IHttpRequestIdentifierFeature? _identifier;
    private string? _traceIdentifier;
    private Task _running = Task.CompletedTask;

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

    /// <summary>The id by which it is followed; <c>HttpContext.TraceIdentifier</c>, unless the app sets another there.</summary>
    string IHttpRequestIdentifierFeature.TraceIdentifier
    {
        get => _traceIdentifier ?? _scope!.Id;
        set => _traceIdentifier = value;
    }

    /// <summary>Makes it ready for the connection's next request.</summary>
    public void Reset(IFeatureCollection features)
    {
        _inner = features;
        _identifier = null;
        _traceIdentifier = null;
        _started = 0;
        _ended = 0;
        _rejected = null;
        ArrivedAt = 0;
        _state = (int)RequestState.Idle;
    }

    /// <summary>The request is complete as far as it is awaited: from now on it waits for a slot.</summary>
    public void Arrive()
    {
        ArrivedAt = services.TimeProvider.GetTimestamp();
        _state = (int)RequestState.Waiting;
        services.Load.RequestArrived(_fresh);
        _fresh = null;
    }

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
        services.Load.RequestStarted();
        IHttpRequestFeature features = _inner.GetRequiredFeature<IHttpRequestFeature>();
        _scope = RequestScope.Next(_scope, CorrelationId.Of(features.Headers));
        _started = MonotonicClock.Nanoseconds;
        services.Load.Waited(_started - Arrived);
        BeginRecord(features, _scope);
        _scope.Run(static request => ((WorkerRequest<TContext>)request!).Start(), this);
        return _running;
    }

    /// <inheritdoc/>
    public Task RejectAsync(RejectReason reason)
    {
        Claim(RequestState.Ended);
        _rejected = reason;
        if (reason is not RejectReason.ClientGone)
        {
            services.ShedAnswer.Write(_inner, reason);
            services.Load.Answered(_inner.GetRequiredFeature<IHttpResponseFeature>().StatusCode);
        }

        services.Load.RequestRejected(reason);
        return Task.CompletedTask;
    }

    /// <summary>What the access log says of it; after the response has been sent.</summary>
    public AccessLogEntry ToLogEntry()
    {
        long now = MonotonicClock.Nanoseconds;
        // One whose body never came did not arrive; one that was refused waited for nothing.
        long arrived = ArrivedAt == 0 ? now : Arrived;
        bool ran = _started != 0;
        return new AccessLogEntry(
            _inner, (ran ? _started : now) - arrived, ran ? _ended - _started : 0, now - arrived, ran ? _scope : null, _rejected);
    }

    /// <summary>Ends the app's context, after the response has been sent.</summary>
    public void DisposeAppContext(Exception? exception)
    {
        if (!_hasAppContext) return;
        TContext context = _appContext!;
        _hasAppContext = false;
        _appContext = default;
        app.DisposeContext(context, exception);
    }

    private void Start()
    {
        _running = Task.CompletedTask;
        Task running;
        try
        {
            _appContext = app.CreateContext(this);
            _hasAppContext = true;
            running = app.ProcessRequestAsync(_appContext);
        }
        catch (Exception exception)
        {
            End(exception);
            return;
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

    /// <summary><see cref="ArrivedAt"/> on the clock of the scoreboard.</summary>
    private long Arrived => ArrivedAt * (1_000_000_000 / services.TimeProvider.TimestampFrequency);

    private void Claim(RequestState next)
    {
        int seen = Interlocked.CompareExchange(ref _state, (int)next, (int)RequestState.Waiting);
        if (seen == (int)RequestState.Waiting) return;
        throw new InvalidOperationException(
            $"A worker class ends a request exactly once; this one is {(RequestState)seen} already and was to become {next}.");
    }

    private void BeginRecord(IHttpRequestFeature request, RequestScope scope)
    {
        _slot = services.Slots.Take();
        if (_slot == RequestSlots.None) return;
        services.Slots.Record(_slot).Begin(
            _started, deadline: 0, Environment.CurrentManagedThreadId, request.Method, request.Path,
            scope.Write(stackalloc char[CorrelationId.OwnLength]));
    }

    private void End(Exception? failure)
    {
        bool failed = failure is not null && AnswerFailure(failure);
        RequestClose();
        _state = (int)RequestState.Ended;
        if (_slot != RequestSlots.None) services.Slots.Record(_slot).End();
        services.Slots.Return(_slot);
        services.Load.Answered(_inner.GetRequiredFeature<IHttpResponseFeature>().StatusCode);
        _ended = MonotonicClock.Nanoseconds;
        services.Load.Served(_ended - _started);
        services.Load.RequestEnded(failed);
    }

    /// <summary>
    /// The worker began to drain while the request ran, and the answer can still say so. One that has started goes out as it
    /// is: its client learns of it with the next request.
    /// </summary>
    private void RequestClose()
    {
        if (!services.Worker.Draining.IsCancellationRequested) return;
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
        if (failure is OperationCanceledException or IOException && WasAborted()) return false;
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

    private IHttpRequestIdentifierFeature Identifier => _identifier ?? this;

    object? IFeatureCollection.this[Type key]
    {
        get => key == typeof(IHttpRequestIdentifierFeature) ? Identifier : _inner[key];
        set
        {
            if (key == typeof(IHttpRequestIdentifierFeature)) _identifier = (IHttpRequestIdentifierFeature?)value;
            else _inner[key] = value;
        }
    }

    bool IFeatureCollection.IsReadOnly => _inner.IsReadOnly;

    int IFeatureCollection.Revision => _inner.Revision;

    TFeature? IFeatureCollection.Get<TFeature>() where TFeature : default =>
        typeof(TFeature) == typeof(IHttpRequestIdentifierFeature) ? (TFeature?)Identifier : _inner.Get<TFeature>();

    void IFeatureCollection.Set<TFeature>(TFeature? instance) where TFeature : default
    {
        if (typeof(TFeature) == typeof(IHttpRequestIdentifierFeature)) _identifier = (IHttpRequestIdentifierFeature?)instance;
        else _inner.Set(instance);
    }

    IEnumerator<KeyValuePair<Type, object>> IEnumerable<KeyValuePair<Type, object>>.GetEnumerator() => _inner.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _inner.GetEnumerator();
}
