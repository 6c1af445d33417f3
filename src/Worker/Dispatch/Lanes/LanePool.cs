using AppHost.Worker.Transport;

namespace AppHost.Worker.Dispatch.Lanes;

/// <summary>
/// The slots of one request class, or those of the rest, and how many requests are in them or wait for them. Thread-safe.
/// </summary>
/// <remarks>
/// The gate counts the slots of the rest alone, as it does not know what a connection will bring. Of a class it knows whether
/// it is full: then a sibling where none is gets the connection, and where there is no such sibling the connection is taken all the
/// same, for it may bring something else.
/// </remarks>
/// <param name="isOwn">The slots belong to a class.</param>
internal sealed class LanePool(IWorkerType workerType, int slots, WorkerLoad load, bool isOwn)
{
    private int _inside;

    /// <summary>Runs the requests.</summary>
    public IWorkerType WorkerType => workerType;

    /// <summary>Every slot is taken.</summary>
    public bool IsFull => Volatile.Read(ref _inside) >= slots;

    /// <summary>A request is about to arrive.</summary>
    public void Enter()
    {
        int inside = Interlocked.Increment(ref _inside);
        if (isOwn) load.LaneEntered(takesLast: inside == slots);
    }

    /// <summary>A request has ended, or holds no slot any more.</summary>
    public void Leave()
    {
        int inside = Interlocked.Decrement(ref _inside);
        if (isOwn) load.LaneLeft(freesFirst: inside == slots - 1);
    }
}
