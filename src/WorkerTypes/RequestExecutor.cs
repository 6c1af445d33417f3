using AppHost.WorkerTypes.Queueing;
using Microsoft.Extensions.Logging;

namespace AppHost.WorkerTypes;

/// <summary>
/// What the worker classes are made of: a number of slots, a bounded queue before them, and one lock over both, so that "no
/// slot is free" and "so many wait" are always read together. Subclasses know what a slot is: a thread, or a place in a count.
/// </summary>
/// <remarks>
/// The order of any request's end: first its slot is free (or taken by the next request), then its task completes. Whoever
/// awaited the task may send the next request at once and must not find the slot still taken.
/// </remarks>
internal abstract partial class RequestExecutor : IAsyncDisposable
{
    private readonly BoundedRequestQueue _queue;
    private readonly ILogger _logger;
    private readonly IEventLoop _loop;
    private readonly ITimer _overdueTimer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _overdueTimerArmed;

    private protected RequestExecutor(WorkerTypeContext context, int slots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        Slots = slots;
        Time = context.TimeProvider;
        _logger = context.LoggerFactory.CreateLogger("AppHost.WorkerTypes");
        _loop = context.Loop;
        _queue = new BoundedRequestQueue(
            context.QueueLength ?? 4 * slots,
            context.QueuePolicy,
            new FirstInFirstOut(context.QueueTimeout, context.TimeProvider.TimestampFrequency));
        _overdueTimer = Time.CreateTimer(
            static state => ((RequestExecutor)state!).RejectOverdue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many requests run at once at most.</summary>
    public int Slots { get; }

    /// <summary>How many requests are in the queue now. For tests and diagnostics.</summary>
    public int Queued
    {
        get
        {
            lock (Sync)
            {
                return Waiting;
            }
        }
    }

    /// <summary>
    /// Guards the queue, the state and the slots. Of foreign code only a request's properties and timers are called under it.
    /// </summary>
    protected Lock Sync { get; } = new();

    protected TimeProvider Time { get; }

    /// <summary>Read and written under <see cref="Sync"/>.</summary>
    protected ExecutorState State { get; private set; }

    /// <summary>The number of requests that hold a slot. Under <see cref="Sync"/>.</summary>
    protected abstract int Running { get; }

    /// <summary>The number of requests in the queue. Under <see cref="Sync"/>.</summary>
    protected int Waiting => _queue.Count;

    /// <summary>When the one of them arrived that has waited longest; while one waits. Under <see cref="Sync"/>.</summary>
    protected long OldestArrival => _queue.OldestArrival;

    /// <inheritdoc cref="IWorkerType.ExecuteAsync"/>
    public abstract Task ExecuteAsync(IWorkerRequest request);

    /// <summary>
    /// Lets what runs and waits come to its end; when the token ends, rejects what still waits and returns, whatever still runs.
    /// </summary>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        lock (Sync)
        {
            Advance(ExecutorState.Stopping);
        }

        Wind();
        try
        {
            await _ended.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            RejectWaiting();
        }

        await _overdueTimer.DisposeAsync();
    }

    /// <summary>Stops without waiting for anything.</summary>
    public virtual ValueTask DisposeAsync() => StopAsync(new CancellationToken(canceled: true));

    /// <summary>Called once stopping has begun: calls <see cref="End"/> now or later, when the last slot is empty.</summary>
    protected abstract void Wind();

    /// <summary>Says that nothing runs and nothing waits any more.</summary>
    protected void End() => _ended.TrySetResult();

    /// <summary>Takes a request into the queue, or says what to reject. Under <see cref="Sync"/>.</summary>
    /// <inheritdoc cref="BoundedRequestQueue.TryAdd"/>
    protected bool TryEnqueue(WaitingRequest arriving, int freeSlots, out Rejection? rejection)
    {
        if (State != ExecutorState.Accepting)
        {
            rejection = new Rejection(arriving, RejectReason.Stopping);
            return false;
        }

        bool added = _queue.TryAdd(arriving, freeSlots, out rejection);
        ArmOverdueTimer(arriving.Request.ArrivedAt);
        return added;
    }

    /// <summary>Takes the next request out of the queue. Under <see cref="Sync"/>.</summary>
    /// <inheritdoc cref="BoundedRequestQueue.TryTake"/>
    protected bool TryDequeue(long now, out WaitingRequest taken, out RejectReason? reason) =>
        _queue.TryTake(now, out taken, out reason);

    /// <summary>
    /// Rejects a request that had been waiting. The answer is written on the loop: a thread of the app has better things to do,
    /// and a rejection that ends at once must not run the code behind it inside the caller.
    /// </summary>
    protected void Reject(Rejection rejection) => _loop.Post(
        static state =>
        {
            var (executor, rejection) = ((RequestExecutor, Rejection))state!;
            _ = executor.RejectAsync(rejection);
        },
        (this, rejection));

    /// <summary>Rejects a request that has not waited, on the thread that brings it.</summary>
    protected Task RejectArriving(Rejection rejection)
    {
        try
        {
            return rejection.Waiting.Request.RejectAsync(rejection.Reason);
        }
        catch (Exception exception)
        {
            LogRejectionFailed(exception);
            return Task.CompletedTask;
        }
    }

    private async Task RejectAsync(Rejection rejection)
    {
        try
        {
            await rejection.Waiting.Request.RejectAsync(rejection.Reason);
        }
        catch (Exception exception)
        {
            LogRejectionFailed(exception);
        }
        finally
        {
            rejection.Waiting.Complete();
        }
    }

    private bool Advance(ExecutorState next)
    {
        bool forward = next > State;
        State = forward ? next : State;
        return forward;
    }

    private void RejectWaiting()
    {
        int running = 0;
        while (true)
        {
            WaitingRequest waiting;
            lock (Sync)
            {
                if (Advance(ExecutorState.Stopped))
                {
                    running = Running;
                }

                if (!_queue.TryTake(Time.GetTimestamp(), out waiting, out _))
                {
                    break;
                }
            }

            Reject(new Rejection(waiting, RejectReason.Stopping));
        }

        if (running > 0)
        {
            LogLeftBehind(running);
        }
    }

    // Armed for the oldest request and left alone until it fires, as most queues are served long before: a busy worker sets it
    // once in each queue timeout instead of once for each request, and an empty queue has no timer at all.
    private void ArmOverdueTimer(long now)
    {
        long due = _queue.NextDue;
        if (_overdueTimerArmed || due == long.MaxValue)
        {
            return;
        }

        _overdueTimerArmed = true;
        // Timers count whole milliseconds and never less than asked: round up, or the last one would fire again and again.
        double wait = Math.Ceiling(Time.GetElapsedTime(now, due).TotalMilliseconds);
        _overdueTimer.Change(TimeSpan.FromMilliseconds(Math.Clamp(wait, 1, int.MaxValue)), Timeout.InfiniteTimeSpan);
    }

    private void RejectOverdue()
    {
        while (true)
        {
            Rejection overdue;
            lock (Sync)
            {
                long now = Time.GetTimestamp();
                if (!_queue.TryTakeOverdue(now, out overdue))
                {
                    _overdueTimerArmed = false;
                    ArmOverdueTimer(now);
                    return;
                }
            }

            Reject(overdue);
        }
    }
}
