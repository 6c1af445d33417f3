using System.Globalization;
using AppHost.WorkerTypes.Queueing;

namespace AppHost.WorkerTypes.Threaded;

/// <content>The threads: their start, what each does in its life, and their end.</content>
internal sealed partial class ThreadExecutor
{
    private enum Turn
    {
        Run,
        Park,
        Leave,
    }

    private void FillToMinimum()
    {
        while (true)
        {
            RequestThread? missing;
            lock (Sync)
            {
                missing = State == ExecutorState.Accepting ? _threads.Refill() : null;
            }

            if (missing is null)
            {
                return;
            }

            try
            {
                Start(missing);
            }
            catch
            {
                Forget(missing);
                throw;
            }
        }
    }

    // A thread that the system refuses is not fatal: the threads there are serve the queue, and the next request that finds
    // none idle tries again.
    private void TryStart(RequestThread thread)
    {
        try
        {
            Start(thread);
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            LogThreadRefused(exception, Forget(thread), Slots);
        }
    }

    private void Start(RequestThread self)
    {
        // Background: a thread that never returns from the app's code must not keep the process alive.
        _startThread(new Thread(() => Live(self), _stackSize)
        {
            Name = NameOf(self),
            IsBackground = true,
        });
    }

    private string NameOf(RequestThread thread) => _namePrefix + thread.Number.ToString("00", CultureInfo.InvariantCulture);

    private int Forget(RequestThread thread)
    {
        lock (Sync)
        {
            if (thread.State != RequestThreadState.Ended)
            {
                _threads.Move(thread, RequestThreadState.Ended);
                EndIfEmpty();
            }

            return _threads.Serving;
        }
    }

    private void Live(RequestThread self)
    {
        WaitingRequest? unfinished = null;
        bool isTold = false;
        try
        {
            ExecutionContext clean = ExecutionContext.Capture()!;
            while (true)
            {
                Turn turn = NextTurn(self, out WaitingRequest next);
                // Only now, with the slot free or taken by the next request: see RequestExecutor.
                Complete(ref unfinished);
                if (turn == Turn.Leave)
                {
                    if (isTold)
                    {
                        Tell(static lifecycle => lifecycle.ThreadStopping(), clean);
                    }

                    Forget(self);
                    return;
                }

                if (turn == Turn.Park)
                {
                    self.Parker.Park();
                    continue;
                }

                unfinished = next;
                if (!isTold && _lifecycle is not null)
                {
                    isTold = true;
                    Tell(static lifecycle => lifecycle.ThreadStarted(), clean);
                }

                Run(next.Request, clean);
            }
        }
        catch (Exception exception)
        {
            // The app's exceptions do not come here. Whatever does must not cost the slot.
            Replace(self, exception);
        }
        finally
        {
            Complete(ref unfinished);
        }
    }

    private Turn NextTurn(RequestThread self, out WaitingRequest next)
    {
        while (true)
        {
            RejectReason? reason;
            RequestThread? wake;
            EnterUninterrupted();
            try
            {
                if (self.State == RequestThreadState.Leaving)
                {
                    next = default;
                    return Turn.Leave;
                }

                long now = Time.GetTimestamp();
                if (!TryDequeue(now, out next, out reason))
                {
                    return State == ExecutorState.Accepting ? Rest(self, now) : Leave(self);
                }

                if (self.State != RequestThreadState.Busy)
                {
                    _threads.Move(self, RequestThreadState.Busy);
                }

                wake = _threads.Wake(Waiting);
            }
            finally
            {
                Sync.Exit();
            }

            wake?.Parker.Unpark();
            if (reason is null)
            {
                return Turn.Run;
            }

            Reject(new Rejection(next, reason.Value));
        }
    }

    private Turn Rest(RequestThread self, long now)
    {
        self.IdleSince = now;
        _threads.Move(self, RequestThreadState.Idle);
        if (_threads.CanShrink)
        {
            ArmShrinkTimer(IdleLimit);
        }

        return Turn.Park;
    }

    private Turn Leave(RequestThread self)
    {
        _threads.Move(self, RequestThreadState.Leaving);
        return Turn.Leave;
    }

    // A hook that fails has told nobody else anything: the thread serves all the same.
    private void Tell(Action<IThreadLifecycle> turn, ExecutionContext clean)
    {
        try
        {
            turn(_lifecycle!);
        }
        catch (Exception exception)
        {
            LogThreadLifecycleFailed(exception, Thread.CurrentThread.Name!);
        }
        finally
        {
            ExecutionContext.Restore(clean);
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private void Run(IWorkerRequest request, ExecutionContext clean)
    {
        try
        {
            request.Run();
        }
        catch (Exception exception)
        {
            LogRequestFaulted(exception);
        }
        finally
        {
            // As the .NET thread pool does: one request's AsyncLocal values, culture and context are not the next one's.
            ExecutionContext.Restore(clean);
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    // The code that awaits the request runs inside this call: the server ends the answer and looks for the next request, which
    // never blocks. Sent to the .NET thread pool instead, the pool's threads had 43 % of the profile's samples. The CPU of a
    // request was the same within the noise (11.7 and 11.6 us); what it saves is a change of thread before the next request.
    private static void Complete(ref WaitingRequest? unfinished)
    {
        if (unfinished is not { } waiting) return;
        unfinished = null;
        waiting.Complete();
    }

    private void Replace(RequestThread dead, Exception exception)
    {
        int left = Forget(dead);
        RequestThread? substitute;
        RequestThread? wake;
        lock (Sync)
        {
            substitute = (State == ExecutorState.Accepting ? _threads.Refill() : null) ?? _threads.Grow(Waiting);
            // The dead one may have been on its way to the queue.
            wake = _threads.Wake(Waiting);
        }

        wake?.Parker.Unpark();
        try
        {
            if (substitute is not null)
            {
                TryStart(substitute);
            }

            LogThreadDied(exception, NameOf(dead), left);
        }
        catch (Exception)
        {
            // Most likely it is the log that fails, and there is nobody left to tell. Thrown further it would end the process.
        }
    }

    // A Thread.Interrupt that was meant for the app's code may come when that has returned. It is forgotten.
    private void EnterUninterrupted()
    {
        while (true)
        {
            try
            {
                Sync.Enter();
                return;
            }
            catch (ThreadInterruptedException)
            {
            }
        }
    }
}
