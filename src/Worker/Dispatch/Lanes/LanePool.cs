using AppHost.Worker.Transport;

namespace AppHost.Worker.Dispatch.Lanes;

/// <summary>
/// A worker class with slots of its own, and how many requests are in it. Those beyond its slots are kept from the gate's
/// sight: a class that is full must not make a worker refuse connections for which another one has room.
/// </summary>
internal sealed class LanePool(IWorkerType workerType, int slots, WorkerLoad load)
{
    private int _inside;

    /// <summary>Runs the requests.</summary>
    public IWorkerType WorkerType => workerType;

    /// <summary>A request has arrived.</summary>
    public void Enter()
    {
        if (Interlocked.Increment(ref _inside) > slots) load.OverflowChanged(1);
    }

    /// <summary>A request has ended, or holds no slot any more.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _inside) >= slots) load.OverflowChanged(-1);
    }
}
