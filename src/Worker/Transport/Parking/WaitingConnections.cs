namespace AppHost.Worker.Transport.Parking;

/// <summary>
/// Connections whose next request waits unread, in the order of its arrival. Counts for the worker's queue and for siblings that
/// could take one. Loop thread only.
/// </summary>
internal sealed class WaitingConnections(WorkerLoad load, Action<long> oldestChanged)
{
    private readonly LinkedList<IWaitingConnection> _queue = [];

    public int Count { get; private set; }

    /// <summary>The one that has waited longest; null: none waits.</summary>
    public IWaitingConnection? Oldest
    {
        get
        {
            // One that ceased to wait is left where it was until it comes to the front.
            while (_queue.First is { Value.IsWaiting: false } gone) _queue.Remove(gone);
            return _queue.First?.Value;
        }
    }

    /// <summary>It waits from now on.</summary>
    /// <param name="again">It has waited before, and nobody took it: it gets its place back.</param>
    public void Add(IWaitingConnection connection, bool again = false)
    {
        if (again) _queue.AddFirst(connection);
        else _queue.AddLast(connection);
        Count++;
        oldestChanged(Oldest!.WaitingSince);
        load.UnreadArrived();
    }

    /// <summary>One of them does not wait any more.</summary>
    public void Left()
    {
        Count--;
        load.UnreadEnded();
        if (Oldest is { } oldest) oldestChanged(oldest.WaitingSince);
    }
}
