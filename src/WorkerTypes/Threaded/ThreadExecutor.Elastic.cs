namespace AppHost.WorkerTypes.Threaded;

/// <content>Between its minimum and its maximum the pool grows by the age of its queue and shrinks by idle time.</content>
internal sealed partial class ThreadExecutor
{
    /// <summary>
    /// A request that has waited for so long gets a further thread. Short requests that come together are served by the threads
    /// there are before that, and cost neither a thread's start nor its stack.
    /// </summary>
    public static readonly TimeSpan GrowAge = TimeSpan.FromMilliseconds(2);

    /// <summary>How long a thread above the minimum stays without work.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(30);

    private void Grow()
    {
        List<RequestThread> start = [];
        lock (Sync)
        {
            _growTimerArmed = false;
            long now = Time.GetTimestamp();
            if (State != ExecutorState.Stopped && Waiting > 0 && Time.GetElapsedTime(OldestArrival, now) >= GrowAge)
            {
                while (_threads.Grow(Waiting) is { } thread)
                {
                    start.Add(thread);
                }
            }

            ArmGrowTimer(now);
        }

        start.ForEach(TryStart);
    }

    // Armed only while there is something to decide: never in a pool of fixed size, nor while threads are idle.
    private void ArmGrowTimer(long now)
    {
        if (_growTimerArmed || !_threads.CanGrow(Waiting))
        {
            return;
        }

        _growTimerArmed = true;
        TimeSpan due = GrowAge - Time.GetElapsedTime(OldestArrival, now);
        // Timers count whole milliseconds.
        _growTimer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(due.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private void Shrink()
    {
        RequestThread? leaving;
        lock (Sync)
        {
            _shrinkTimerArmed = false;
            leaving = _threads.Shrink(Time.GetTimestamp(), out TimeSpan? lookAgain);
            if (lookAgain is { } due)
            {
                ArmShrinkTimer(due);
            }
        }

        leaving?.Parker.Unpark();
    }

    // The next thread to become idle arms it if nothing was idle when it fired.
    private void ArmShrinkTimer(TimeSpan due)
    {
        if (!_shrinkTimerArmed)
        {
            _shrinkTimerArmed = true;
            _shrinkTimer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }
}
