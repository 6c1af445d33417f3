namespace AppHost.WorkerTypes.Queueing;

/// <summary>
/// The requests that wait for a slot, at most as many as its limit. A data structure and its decisions: no lock, no clock and
/// no side effect on a request, which makes it the caller's task to reject what it says.
/// </summary>
internal sealed class BoundedRequestQueue
{
    private readonly QueuePolicy _policy;
    private readonly QueueDiscipline _discipline;
    // A ring whose length is a power of two; it grows to the largest number that ever waited and stays there.
    private WaitingRequest[] _ring = new WaitingRequest[16];
    private int _head;

    public BoundedRequestQueue(int limit, QueuePolicy policy, QueueDiscipline discipline)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        Limit = limit;
        _policy = policy;
        _discipline = discipline;
    }

    /// <summary>How many requests may wait while no slot is free.</summary>
    public int Limit { get; }

    /// <summary>How many requests are in the queue.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a request in, or not.</summary>
    /// <param name="arriving">The request; its arrival is the time of the decision.</param>
    /// <param name="freeSlots">Slots that are about to serve the queue: so many requests do not count as waiting.</param>
    /// <param name="rejection">What must be rejected now: the arriving request, or the one whose place it took.</param>
    /// <returns>True if the arriving request is in the queue.</returns>
    public bool TryAdd(WaitingRequest arriving, int freeSlots, out Rejection? rejection)
    {
        rejection = null;
        if (Count - freeSlots >= Limit && _policy != QueuePolicy.CallerRuns)
        {
            if (!TryMakeRoom(arriving.Request.ArrivedAt, out Rejection removed))
            {
                rejection = new Rejection(arriving, RejectReason.QueueFull);
                return false;
            }

            rejection = removed;
        }

        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_head + Count) & (_ring.Length - 1)] = arriving;
        Count++;
        return true;
    }

    /// <summary>Takes the request to be served next out of the queue.</summary>
    /// <param name="now">The time, for the discipline.</param>
    /// <param name="taken">The request.</param>
    /// <param name="reason">Null to run it, else why it must be rejected.</param>
    /// <returns>False if the queue is empty.</returns>
    public bool TryTake(long now, out WaitingRequest taken, out RejectReason? reason)
    {
        if (Count == 0)
        {
            taken = default;
            reason = null;
            return false;
        }

        taken = _discipline.TakesNewest(Count, now) ? RemoveNewest() : RemoveOldest();
        reason = _discipline.Judge(taken.Request, now);
        return true;
    }

    /// <summary>Takes out the oldest request if it has waited for as long as it may.</summary>
    public bool TryTakeOverdue(long now, out Rejection overdue)
    {
        if (Count == 0 || _discipline.GiveUpAt(Oldest) > now)
        {
            overdue = default;
            return false;
        }

        WaitingRequest taken = RemoveOldest();
        overdue = new Rejection(taken, _discipline.Judge(taken.Request, now) ?? RejectReason.QueueTimeout);
        return true;
    }

    /// <summary>When the oldest request will be overdue; <see cref="long.MaxValue"/> if never or if none waits.</summary>
    public long NextDue => Count == 0 ? long.MaxValue : _discipline.GiveUpAt(Oldest);

    private IWorkerRequest Oldest => _ring[_head].Request;

    // In an overload the oldest has often lost its client or its time already. To refuse a fresh request in its favour would
    // be to throw away useful work for useless work, so it goes first under each policy.
    private bool TryMakeRoom(long now, out Rejection removed)
    {
        removed = default;
        if (Count == 0)
        {
            return false;
        }

        RejectReason? reason = _discipline.Judge(Oldest, now);
        if (reason is null && _policy == QueuePolicy.DiscardOldest && Limit > 0)
        {
            reason = RejectReason.Discarded;
        }

        if (reason is null)
        {
            return false;
        }

        removed = new Rejection(RemoveOldest(), reason.Value);
        return true;
    }

    private WaitingRequest RemoveOldest()
    {
        WaitingRequest oldest = _ring[_head];
        _ring[_head] = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return oldest;
    }

    private WaitingRequest RemoveNewest()
    {
        Count--;
        ref WaitingRequest place = ref _ring[(_head + Count) & (_ring.Length - 1)];
        WaitingRequest newest = place;
        place = default;
        return newest;
    }

    private void Grow()
    {
        var larger = new WaitingRequest[_ring.Length * 2];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        _ring = larger;
        _head = 0;
    }
}
