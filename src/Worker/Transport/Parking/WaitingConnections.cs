using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Transport.Parking;

/// <summary>
/// Connections whose next request waits unread, in the order of its arrival. Tells the scoreboard, so that they count for the worker's
/// queue and siblings know of those that they could be given. Loop thread only.
/// </summary>
internal sealed class WaitingConnections(WorkerLoad load, WorkerRegion region)
{
    private readonly WorkerRegion _region = region;
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
        Interlocked.Increment(ref _region.Unread);
        Publish();
        load.UnreadArrived();
    }

    /// <summary>One does not wait any more.</summary>
    public void Left()
    {
        Count--;
        Interlocked.Decrement(ref _region.Unread);
        Publish();
        load.UnreadEnded();
    }

    private void Publish()
    {
        if (Oldest is { } oldest) Volatile.Write(ref _region.OldestUnread, oldest.WaitingSince);
    }
}
