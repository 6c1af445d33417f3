using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Transport;

/// <summary>
/// This worker's load: the counters live in the scoreboard itself, so that siblings and the master see each change at
/// once. Thread-safe. Tells the gate when it may have to open or close.
/// </summary>
internal sealed class WorkerLoad(WorkerRegion region)
{
    private readonly WorkerRegion _region = region;
    private volatile TaskCompletionSource? _noConnections;
    private bool _gateOpen;
    private int _expected;

    /// <summary>Called on any thread when the gate must decide again.</summary>
    public Action? GateChanged { get; set; }

    /// <summary>The gate takes connections for a free slot; written by the loop alone.</summary>
    public bool GateOpen
    {
        get => Volatile.Read(ref _gateOpen);
        set => Volatile.Write(ref _gateOpen, value);
    }

    public GateLoad Current => Siblings.LoadOf(_region);

    /// <summary>
    /// The load as a request sees it that is there: slots held for connections that may say something soon are not in its way, those
    /// held for requests that are about to be read are.
    /// </summary>
    public GateLoad ForRequest => Current with { Fresh = Volatile.Read(ref _expected) };

    public int Connections => Volatile.Read(ref _region.Connections);

    /// <summary>Requests that run, stream or wait.</summary>
    public int InFlight => Volatile.Read(ref _region.Busy) + Volatile.Read(ref _region.Queued) + Volatile.Read(ref _region.Streams);

    /// <summary>A connection was accepted; it holds a slot until <see cref="FreshEnded"/>.</summary>
    public void ConnectionAccepted()
    {
        Interlocked.Increment(ref _region.Connections);
        Interlocked.Increment(ref _region.Fresh);
        Interlocked.Increment(ref _region.Accepted);
    }

    /// <summary>A slot is held for the request of a connection that was accepted before, until <see cref="FreshEnded"/>.</summary>
    public void SlotHeld()
    {
        Interlocked.Increment(ref _expected);
        Interlocked.Increment(ref _region.Fresh);
    }

    /// <summary>Such a request has arrived, or never will; before <see cref="FreshEnded"/>.</summary>
    public void RequestNoLongerExpected() => Interlocked.Decrement(ref _expected);

    /// <summary>A sibling's connection is this worker's from now on.</summary>
    public void ConnectionReceived()
    {
        Interlocked.Increment(ref _region.Connections);
        Interlocked.Increment(ref _region.ReceivedTotal);
    }

    /// <summary>A request waits on its connection, unread.</summary>
    public void UnreadArrived()
    {
        int queued = Interlocked.Increment(ref _region.Queued);
        Raise(ref _region.MostQueued, Math.Min(queued, Volatile.Read(ref _region.Busy) + queued - _region.Slots));
        if (GateOpen) GateChanged?.Invoke();
    }

    /// <summary>Such a request is read now, or is somebody else's.</summary>
    public void UnreadEnded() => Interlocked.Decrement(ref _region.Queued);

    /// <summary>A connection has ended, or is a sibling's from now on.</summary>
    public void ConnectionClosed()
    {
        if (Interlocked.Decrement(ref _region.Connections) == 0) _noConnections?.TrySetResult();
    }

    /// <summary>Completes when no connection is open. Only of use once no new one is accepted.</summary>
    public Task WhenNoConnections()
    {
        _noConnections = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.MemoryBarrier();
        if (Connections == 0) _noConnections.TrySetResult();
        return _noConnections.Task;
    }

    /// <summary>A connection holds no slot any more.</summary>
    /// <param name="requestCounts">Its request counts instead, so that nothing has become free.</param>
    public void FreshEnded(bool requestCounts)
    {
        Interlocked.Decrement(ref _region.Fresh);
        if (!requestCounts && !GateOpen) GateChanged?.Invoke();
    }

    /// <summary>A request has arrived and waits for a slot.</summary>
    /// <param name="fresh">The hold of its connection, if this is the first request.</param>
    public void RequestArrived(FreshConnection? fresh)
    {
        int queued = Interlocked.Increment(ref _region.Queued);
        // One that gets a free slot at once does not wait.
        Raise(ref _region.MostQueued, Math.Min(queued, Volatile.Read(ref _region.Busy) + queued - _region.Slots));
        fresh?.Transfer();
        // The last slot was taken by a request on a kept connection: an open gate would now draw connections here
        // that a free sibling should have.
        if (GateOpen && !Current.IsFree) GateChanged?.Invoke();
    }

    /// <summary>A request enters a class with slots of its own; before <see cref="RequestArrived"/>.</summary>
    /// <param name="takesLast">It takes the last free slot there.</param>
    public void LaneEntered(bool takesLast)
    {
        Interlocked.Increment(ref _region.InLanes);
        if (takesLast) Interlocked.Increment(ref _region.LanesFull);
    }

    /// <summary>A request has left such a class.</summary>
    /// <param name="freesFirst">A slot there has become free, which none was.</param>
    public void LaneLeft(bool freesFirst)
    {
        Interlocked.Decrement(ref _region.InLanes);
        if (!freesFirst) return;
        Interlocked.Decrement(ref _region.LanesFull);
        if (!GateOpen) GateChanged?.Invoke();
    }

    /// <summary>A waiting request begins to run.</summary>
    public void RequestStarted()
    {
        Raise(ref _region.MostBusy, Interlocked.Increment(ref _region.Busy));
        Interlocked.Decrement(ref _region.Queued);
    }

    /// <summary>A request got its slot after so many nanoseconds.</summary>
    public void Waited(long nanoseconds, int requestClass = 0) => _region.QueueTime(requestClass).Add(nanoseconds);

    /// <summary>The app took so many nanoseconds for a request.</summary>
    public void Served(long nanoseconds, int requestClass = 0) => _region.ServiceTime(requestClass).Add(nanoseconds);

    /// <summary>A request was answered, by the app or for it.</summary>
    public void Answered(int status) => Interlocked.Increment(ref _region.Answers(status / 100));

    /// <summary>A running request has ended.</summary>
    public void RequestEnded(bool failed)
    {
        Interlocked.Decrement(ref _region.Busy);
        Interlocked.Increment(ref _region.Requests);
        if (failed) Interlocked.Increment(ref _region.Failures);
        if (!GateOpen) GateChanged?.Invoke();
    }

    /// <summary>The response of a running request has become a stream and gives its slot back, if there is room for one more.</summary>
    /// <param name="most">So many at once.</param>
    /// <returns>False if there is no room: it keeps its slot.</returns>
    public bool TryStreamStarted(int most)
    {
        if (Interlocked.Increment(ref _region.Streams) > most)
        {
            Interlocked.Decrement(ref _region.Streams);
            return false;
        }

        Interlocked.Decrement(ref _region.Busy);
        if (!GateOpen) GateChanged?.Invoke();
        return true;
    }

    /// <summary>Takes back <see cref="TryStreamStarted"/>.</summary>
    public void StreamNotStarted()
    {
        Interlocked.Decrement(ref _region.Streams);
        Interlocked.Increment(ref _region.Busy);
    }

    /// <summary>A stream has ended.</summary>
    public void StreamEnded(bool failed)
    {
        Interlocked.Decrement(ref _region.Streams);
        Interlocked.Increment(ref _region.Requests);
        if (failed) Interlocked.Increment(ref _region.Failures);
    }

    /// <summary>A waiting request was refused.</summary>
    public void RequestRejected(RejectReason reason)
    {
        Interlocked.Decrement(ref _region.Queued);
        Interlocked.Increment(ref _region.Rejected(reason));
        if (!GateOpen) GateChanged?.Invoke();
    }

    private static void Raise(ref int mark, int value)
    {
        for (int seen = Volatile.Read(ref mark); value > seen;)
        {
            int before = Interlocked.CompareExchange(ref mark, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
