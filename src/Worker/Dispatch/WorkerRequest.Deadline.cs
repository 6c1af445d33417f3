using AppHost.Worker.Dispatch.Deadlines;
using AppHost.Worker.Dispatch.Responses;
using AppHost.Worker.Logging;
using AppHost.Worker.Scoreboard;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.Dispatch;

/// <content>The deadline, and the response that becomes a stream.</content>
internal sealed partial class WorkerRequest<TContext> : IWatchedRequest, IResponseStart
{
    /// <summary>RFC 9113, 7: the server gave up, through no fault of the client's.</summary>
    private const int Http2InternalError = 2;

    private DeadlineTimes _times;
    private DeadlineClaim _claim;
    private long _startedAt;
    private long _extension;
    private Action<object?>? _onStreaming;
    private object? _onStreamingState;

    DeadlineStep IWatchedRequest.Step => DeadlineClaim.StepOf(_claim.Read());

    private long DeadlineAt => _times.Request > 0 ? _startedAt + _times.Request : 0;

    private bool IsAnsweredByDeadline => DeadlineClaim.StepOf(_claim.Read()) is DeadlineStep.Expired or DeadlineStep.Stuck;

    /// <inheritdoc/>
    public void WhenStreaming(Action<object?> callback, object? state)
    {
        _onStreaming = callback;
        _onStreamingState = state;
    }

    /// <inheritdoc/>
    public bool TryExtend(TimeSpan extra)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(extra, TimeSpan.Zero);
        Interlocked.Add(ref _extension, extra.ToNanoseconds());
        return DeadlineClaim.StepOf(_claim.Read()) is DeadlineStep.Running or DeadlineStep.Slow or DeadlineStep.Exempt;
    }

    /// <inheritdoc/>
    public void Forgive(long nanoseconds) => Interlocked.Add(ref _extension, nanoseconds);

    /// <inheritdoc/>
    public DeadlineStep Look(long now, bool pressure, out long nextChange)
    {
        long seen = _claim.Read();
        DeadlineStep step = DeadlineClaim.StepOf(seen);
        // They may be those of a later request already: then the word has changed too, and the move fails.
        long startedAt = Volatile.Read(ref _startedAt);
        long extension = Volatile.Read(ref _extension);
        // A class with slots of its own is its own measure.
        bool wanted = _lane is { } lane ? lane.Pool.IsFull : pressure;
        DeadlineStep next = DeadlinePolicy.Next(step, now - startedAt, extension, _times, wanted);
        // A stream may be silent for as long as it likes; what has started is the app's to end.
        if (next is DeadlineStep.Slow && HasStarted) next = DeadlineStep.Exempt;
        bool moved = next != step && _claim.TryMove(seen, next);
        if (moved && next is DeadlineStep.Expiring)
        {
            next = TryAnswer() ? DeadlineStep.Expired : DeadlineStep.Exempt;
            _claim.Decide(next);
            if (next is DeadlineStep.Expired)
            {
                _services.Load.Answered(_services.DeadlineAnswer.Status);
                CancelApp();
            }
        }

        long change = DeadlinePolicy.NextChange(next, extension, _times);
        nextChange = change == long.MaxValue ? change : startedAt + change;
        return moved ? next : DeadlineStep.Idle;
    }

    /// <inheritdoc/>
    public void OnResponseStarted()
    {
        // After the app's end it is only the rest of an answer.
        if (DeadlineClaim.StepOf(_claim.Read()) is DeadlineStep.Idle) return;
        IHttpResponseFeature response = _inner.GetRequiredFeature<IHttpResponseFeature>();
        if (!StreamKind.IsStream(response, _inner.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true)) return;
        if (!_services.Load.TryStreamStarted(_services.StreamsMax)) return;
        const int Running = (int)RequestState.Running;
        if (Interlocked.CompareExchange(ref _state, (int)RequestState.Streaming, Running) != Running)
        {
            // Written by a thread that the app left behind, just when the app was done.
            _services.Load.StreamNotStarted();
            return;
        }

        _lane?.Leave();
        _onStreaming?.Invoke(_onStreamingState);
    }

    private static Task CloseIfDraining(object request)
    {
        ((WorkerRequest<TContext>)request).RequestClose();
        return Task.CompletedTask;
    }

    private bool HasStarted => _inner.Get<IHttpResponseFeature>()?.HasStarted == true;

    private void BeginDeadline()
    {
        // Run by whoever brings it, it has waited for nothing: to read the clock again would cost more than what it shows.
        _startedAt = _arrivingThread == Environment.CurrentManagedThreadId ? Arrived : MonotonicClock.Nanoseconds;
        _extension = 0;
        if (_guard is not null || StreamsMatter) BeginResponse();
        if (_services.ClosesAtStart) _inner.GetRequiredFeature<IHttpResponseFeature>().OnStarting(CloseIfDraining, this);
        _claim.Begin();
    }

    /// <summary>Under IHandler the thread is the slot, for as long as the stream lasts.</summary>
    private bool StreamsMatter => _services.StreamsMax > 0 && !_services.BuffersBody;

    private void BeginResponse()
    {
        IHttpResponseFeature response = _inner.GetRequiredFeature<IHttpResponseFeature>();
        if (_guard is not null)
        {
            _guard.Begin(response, StreamsMatter ? this : null);
            return;
        }

        if (!_isStream) return;
        response.OnStarting(
            static self =>
            {
                ((WorkerRequest<TContext>)self).OnResponseStarted();
                return Task.CompletedTask;
            },
            this);
    }

    /// <summary>Takes the response from the app, if it has not started; the request cannot end meanwhile.</summary>
    private bool TryAnswer()
    {
        if (_guard is not null) return _guard.TryAnswer(_services.DeadlineAnswer.At(_services.TimeProvider.GetUtcNow()));
        if (!_isStream || HasStarted) return false;
        // Kestrel's own claim, as atomic as the guard's: what the app writes after it is dropped.
        _inner.Get<IHttpResetFeature>()?.Reset(Http2InternalError);
        return true;
    }

    /// <summary>The client has its answer since the deadline, and the app is done at last.</summary>
    private void EndLate(Exception? failure)
    {
        IHttpRequestFeature request = _inner.GetRequiredFeature<IHttpRequestFeature>();
        double seconds = (MonotonicClock.Nanoseconds - _startedAt) / 1e9;
        string path = Printable.Of(request.Path);
        LogReturnedLate(failure is OperationCanceledException ? null : failure, request.Method, path, seconds);
        // The connection ends with its answer. Kestrel must not read another request from it, whose answer would be dropped.
        if (!_isStream) _inner.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }
}
