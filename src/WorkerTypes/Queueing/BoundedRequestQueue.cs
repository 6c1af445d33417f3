namespace AppHost.WorkerTypes.Queueing;

/// <summary>
/// The requests that wait for a slot, at most as many as its limit. A data structure and its decisions: no lock, no clock and
/// no side effect on a request, which makes it the caller's task to reject what it says.
/// </summary>
/// <remarks>
/// Three levels of priority. The highest goes first, but of eight requests that are served while lower ones wait one is of the
/// lowest level: what is unimportant becomes slow in an overload, and not dead. Where one must make room it is the lowest.
/// </remarks>
internal sealed class BoundedRequestQueue
{
    private const int Levels = 3;
    private const int Normal = 1;
    private const int PassedOverAtMost = 7;

    private readonly QueuePolicy _policy;
    private readonly QueueDiscipline _discipline;
    private readonly RequestRing?[] _levels = new RequestRing?[Levels];
    private int _passedOver;

    public BoundedRequestQueue(int limit, QueuePolicy policy, QueueDiscipline discipline)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        Limit = limit;
        _policy = policy;
        _discipline = discipline;
        _levels[Normal] = new RequestRing();
    }

    /// <summary>How many requests may wait while no slot is free.</summary>
    public int Limit { get; }

    /// <summary>How many requests are in the queue.</summary>
    public int Count { get; private set; }

    /// <summary>When the one arrived that has waited longest; <see cref="long.MaxValue"/> if none waits.</summary>
    public long OldestArrival
    {
        get
        {
            long oldest = long.MaxValue;
            foreach (RequestRing? level in _levels)
            {
                if (level is { Count: > 0 }) oldest = Math.Min(oldest, level.Oldest.ArrivedAt);
            }

            return oldest;
        }
    }

    /// <summary>When the first of them will be overdue; <see cref="long.MaxValue"/> if never or if none waits.</summary>
    public long NextDue
    {
        get
        {
            long due = long.MaxValue;
            foreach (RequestRing? level in _levels)
            {
                if (level is { Count: > 0 }) due = Math.Min(due, _discipline.GiveUpAt(level.Oldest));
            }

            return due;
        }
    }

    /// <summary>Takes a request in, or not.</summary>
    /// <param name="arriving">The request; its arrival is the time of the decision.</param>
    /// <param name="freeSlots">Slots that are about to serve the queue: so many requests do not count as waiting.</param>
    /// <param name="rejection">What must be rejected now: the arriving request, or the one whose place it took.</param>
    /// <returns>True if the arriving request is in the queue.</returns>
    public bool TryAdd(WaitingRequest arriving, int freeSlots, out Rejection? rejection)
    {
        rejection = null;
        int level = LevelOf(arriving.Request);
        if (Count - freeSlots >= Limit && _policy != QueuePolicy.CallerRuns)
        {
            if (!TryMakeRoom(level, arriving.Request.ArrivedAt, out Rejection removed))
            {
                rejection = new Rejection(arriving, RejectReason.QueueFull);
                return false;
            }

            rejection = removed;
        }

        (_levels[level] ??= new RequestRing()).Add(arriving);
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

        RequestRing level = NextLevel();
        taken = _discipline.TakesNewest(level.Count, now) ? level.RemoveNewest() : level.RemoveOldest();
        Count--;
        reason = _discipline.Judge(taken.Request, now);
        return true;
    }

    /// <summary>Takes out a request that has waited for as long as it may.</summary>
    public bool TryTakeOverdue(long now, out Rejection overdue)
    {
        foreach (RequestRing? level in _levels)
        {
            if (level is not { Count: > 0 } || _discipline.GiveUpAt(level.Oldest) > now) continue;
            overdue = Remove(level, _discipline.Judge(level.Oldest, now) ?? RejectReason.QueueTimeout);
            return true;
        }

        overdue = default;
        return false;
    }

    private static int LevelOf(IWorkerRequest request) => Normal + Math.Sign(request.Priority);

    private RequestRing NextLevel()
    {
        RequestRing? highest = null;
        RequestRing? lowest = null;
        foreach (RequestRing? level in _levels)
        {
            if (level is not { Count: > 0 }) continue;
            lowest ??= level;
            highest = level;
        }

        bool passesOver = highest != lowest && _passedOver < PassedOverAtMost;
        _passedOver = passesOver ? _passedOver + 1 : 0;
        return passesOver ? highest! : lowest!;
    }

    // In an overload the oldest has often lost its client or its time already. To refuse a fresh request in its favour would
    // be to throw away useful work for useless work, so it goes first under each policy.
    private bool TryMakeRoom(int arriving, long now, out Rejection removed)
    {
        int lowest = Levels;
        for (int i = Levels - 1; i >= 0; i--)
        {
            if (_levels[i] is not { Count: > 0 } level) continue;
            lowest = i;
            if (_discipline.Judge(level.Oldest, now) is not { } reason) continue;
            removed = Remove(level, reason);
            return true;
        }

        removed = default;
        if (Limit == 0 || lowest > arriving) return false;
        if (_policy == QueuePolicy.DiscardOldest)
        {
            removed = Remove(_levels[lowest]!, RejectReason.Discarded);
            return true;
        }

        if (lowest == arriving) return false;
        // The one of the lower ones that has waited least has the least to lose.
        removed = new Rejection(_levels[lowest]!.RemoveNewest(), RejectReason.Discarded);
        Count--;
        return true;
    }

    private Rejection Remove(RequestRing level, RejectReason reason)
    {
        Count--;
        return new Rejection(level.RemoveOldest(), reason);
    }
}
