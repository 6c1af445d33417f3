using AppHost.WorkerTypes.Queueing;

namespace AppHost.WorkerTypes.Async;

/// <summary>
/// Runs apps that await. A slot is a place in a count, taken from the start of a request to the end of its task, or to the
/// moment at which its response becomes a stream.
/// </summary>
internal sealed class TaskExecutor : RequestExecutor
{
    private readonly RunPlace _place;
    private int _busy;

    public TaskExecutor(WorkerTypeContext context, int slots, RunPlace place)
        : base(context, slots) => _place = place;

    protected override int Running => _busy;

    /// <inheritdoc/>
    public override Task ExecuteAsync(IWorkerRequest request)
    {
        bool here = _place.IsHere;
        if (here && TryTakeSlot())
        {
            return Run(request, waiting: null);
        }

        var waiting = new WaitingRequest(request);
        bool free;
        bool added = false;
        Rejection? rejection = null;
        lock (Sync)
        {
            // Looked at again, as a slot may have become free since; then nothing waits, or it would have taken the slot.
            free = State == ExecutorState.Accepting && _busy < Slots;
            if (free)
            {
                _busy++;
            }
            else
            {
                added = TryEnqueue(waiting, freeSlots: 0, out rejection);
            }
        }

        if (free)
        {
            RunLater(waiting);
        }
        else if (!added)
        {
            return RejectArriving(rejection!.Value);
        }
        else if (rejection is { } displaced)
        {
            Reject(displaced);
        }

        return waiting.Completion;
    }

    protected override void Wind()
    {
        lock (Sync)
        {
            EndIfIdle();
        }
    }

    private bool TryTakeSlot()
    {
        lock (Sync)
        {
            if (State != ExecutorState.Accepting || _busy == Slots)
            {
                return false;
            }

            _busy++;
            return true;
        }
    }

    // On the right thread, with a slot. Most requests end here without an allocation.
    private Task Run(IWorkerRequest request, WaitingRequest? waiting)
    {
        SynchronizationContext? ambient = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_place.Context);
        request.WhenStreaming(static self => ((TaskExecutor)self!).ReleaseSlot(), this);
        try
        {
            Task running = Start(request);
            if (!running.IsCompletedSuccessfully)
            {
                WaitingRequest unfinished = waiting ?? new WaitingRequest(request);
                _ = FinishAsync(unfinished, running);
                return unfinished.Completion;
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(ambient);
        }

        if (!request.IsStreaming) ReleaseSlot();
        waiting?.Complete();
        return Task.CompletedTask;
    }

    private static Task Start(IWorkerRequest request)
    {
        try
        {
            return request.RunAsync();
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    // Awaits under the context of the app's code: when the app's last continuation ran on the loop, this one runs inside it
    // without another turn. (Awaited without a context it would leave the loop for the thread pool, as a continuation is not
    // run inline on a thread whose current context is not its own.)
    private async Task FinishAsync(WaitingRequest unfinished, Task running)
    {
        try
        {
            await running;
        }
        catch (Exception exception)
        {
            LogRequestFaulted(exception);
        }
        finally
        {
            if (!unfinished.Request.IsStreaming) ReleaseSlot();
            // The code that awaits the request is not the app's and must not inherit its context. This is the place where the
            // server's own context would be made current, so that a continuation awaited under it runs inline as well.
            SynchronizationContext? context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            unfinished.Complete();
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    // The slot goes to the next waiting request, which is posted and not run here: a chain of requests that complete at once
    // would otherwise grow the stack, and the request that just ended would wait for the next one's first await.
    private void ReleaseSlot()
    {
        while (true)
        {
            WaitingRequest next;
            RejectReason? reason;
            lock (Sync)
            {
                if (Waiting == 0)
                {
                    _busy--;
                    EndIfIdle();
                    return;
                }

                TryDequeue(Time.GetTimestamp(), out next, out reason);
            }

            if (reason is null)
            {
                RunLater(next);
                return;
            }

            Reject(new Rejection(next, reason.Value));
        }
    }

    private void RunLater(WaitingRequest waiting) => _place.Post(
        static state =>
        {
            var (executor, waiting) = ((TaskExecutor, WaitingRequest))state!;
            _ = executor.Run(waiting.Request, waiting);
        },
        (this, waiting));

    private void EndIfIdle()
    {
        if (State != ExecutorState.Accepting && _busy == 0)
        {
            End();
        }
    }
}
