namespace AppHost.WorkerTypes.Threaded;

/// <summary>
/// The threads of one pool, counted by state, and the decisions when it grows and shrinks. Not thread-safe: used under the
/// executor's lock. It makes no thread itself.
/// </summary>
internal sealed class ThreadRoll(int min, int max, TimeSpan idleLimit, TimeProvider time)
{
    private readonly int[] _counts = new int[Enum.GetValues<RequestThreadState>().Length];
    // The last one to become idle is on top and is woken first: its stack and its data are the likeliest to be in the cache,
    // and the one at the bottom gets the chance to have been idle long enough to leave.
    private readonly List<RequestThread> _idle = new(max);
    private readonly List<bool> _numbers = new(max);

    public int Busy => _counts[(int)RequestThreadState.Busy];

    public int Idle => _counts[(int)RequestThreadState.Idle];

    /// <summary>Threads that run or will run requests.</summary>
    public int Serving => _counts[(int)RequestThreadState.Starting] + Coming + Idle + Busy;

    /// <summary>Threads that have not ended yet.</summary>
    public int Alive => Serving + _counts[(int)RequestThreadState.Leaving];

    private int Coming => _counts[(int)RequestThreadState.Waking];

    /// <summary>True if more requests wait than threads will look for, and there may be more threads.</summary>
    public bool CanGrow(int waiting) => Serving < max && waiting > _counts[(int)RequestThreadState.Starting] + Coming + Idle;

    /// <summary>Adds a thread, to be started by the caller, if it <see cref="CanGrow"/>.</summary>
    public RequestThread? Grow(int waiting) => CanGrow(waiting) ? Add() : null;

    /// <summary>Adds a thread, to be started by the caller, if there are fewer than the minimum.</summary>
    public RequestThread? Refill() => Serving < min ? Add() : null;

    /// <summary>
    /// The idle thread to be woken for waiting requests, or null. One at a time: a woken thread wakes the next one itself before
    /// it runs its request. By then a thread that has just finished may have taken the request without any sleep or wake-up.
    /// </summary>
    /// <remarks>
    /// Measured like <see cref="FutexParker"/>, against a wake-up for each request: 16 empty requests at once 1.6 instead of 4.0
    /// microseconds, 4 at once with 5 of work each 8.9 instead of 12.2, no clear difference where requests block. One
    /// SemaphoreSlim for all threads came to 1.7 and 7.4 to 14, but to 23.6 for one request at a time, as it spins; this pool
    /// takes 5.4 there.
    /// </remarks>
    public RequestThread? Wake(int waiting)
    {
        if (waiting == 0 || Coming > 0 || Idle == 0)
        {
            return null;
        }

        return WakeAny();
    }

    /// <summary>An idle thread, woken without condition, or null if there is none.</summary>
    public RequestThread? WakeAny()
    {
        if (_idle.Count == 0)
        {
            return null;
        }

        RequestThread thread = _idle[^1];
        Move(thread, RequestThreadState.Waking);
        return thread;
    }

    /// <summary>
    /// One thread above the minimum that has been idle for the limit, to be unparked and to leave; and when to look again.
    /// </summary>
    /// <param name="now">Timestamp.</param>
    /// <param name="lookAgain">Null if no thread is left that could leave.</param>
    public RequestThread? Shrink(long now, out TimeSpan? lookAgain)
    {
        lookAgain = null;
        if (!CanShrink)
        {
            return null;
        }

        RequestThread longestIdle = _idle[0];
        TimeSpan remaining = idleLimit - time.GetElapsedTime(longestIdle.IdleSince, now);
        if (remaining > TimeSpan.Zero)
        {
            lookAgain = remaining;
            return null;
        }

        Move(longestIdle, RequestThreadState.Leaving);
        // One in each period: a pause between two bursts must not cost the whole pool.
        lookAgain = CanShrink ? idleLimit : null;
        return longestIdle;
    }

    /// <summary>True if a thread above the minimum is idle.</summary>
    public bool CanShrink => Serving > min && Idle > 0;

    /// <summary>The one transition function: every change of a thread's state.</summary>
    public void Move(RequestThread thread, RequestThreadState next)
    {
        if (thread.State == RequestThreadState.Idle)
        {
            _idle.RemoveAt(_idle[^1] == thread ? _idle.Count - 1 : _idle.IndexOf(thread));
        }

        _counts[(int)thread.State]--;
        thread.State = next;
        if (next == RequestThreadState.Ended)
        {
            _numbers[thread.Number - 1] = false;
            return;
        }

        _counts[(int)next]++;
        if (next == RequestThreadState.Idle)
        {
            _idle.Add(thread);
        }
    }

    private RequestThread Add()
    {
        int free = _numbers.IndexOf(false);
        if (free < 0)
        {
            free = _numbers.Count;
            _numbers.Add(false);
        }

        _numbers[free] = true;
        _counts[(int)RequestThreadState.Starting]++;
        return new RequestThread(free + 1);
    }
}
