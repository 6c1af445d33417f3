namespace CustomWorkerType;

/// <summary>
/// Requests that wait, the most urgent first and within one priority in the order of arrival. Not thread-safe. It decides and
/// does nothing to a request, so that it can be tested without any.
/// </summary>
/// <param name="limit">How many may wait.</param>
public sealed class PriorityLine(int limit)
{
    private readonly Queue<WaitingRequest>[] _waiting = [.. Enum.GetValues<Priority>().Select(_ => new Queue<WaitingRequest>())];

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a request in. In a full line a more urgent one takes the place of the least urgent.</summary>
    /// <param name="arriving">The request.</param>
    /// <param name="freeThreads">Threads that are about to take one: so many do not count as waiting.</param>
    /// <returns>What has no place: null, another request, or this one.</returns>
    public WaitingRequest? Add(WaitingRequest arriving, int freeThreads)
    {
        WaitingRequest? displaced = null;
        if (Count - freeThreads >= limit)
        {
            displaced = LeastUrgent(arriving.Priority);
            if (displaced is null) return arriving;
        }

        _waiting[(int)arriving.Priority].Enqueue(arriving);
        Count++;
        return displaced;
    }

    /// <summary>Takes the next one out.</summary>
    public WaitingRequest? Take()
    {
        foreach (Queue<WaitingRequest> line in _waiting)
        {
            if (!line.TryDequeue(out WaitingRequest? next)) continue;
            Count--;
            return next;
        }

        return null;
    }

    // The one that has waited longest is the likeliest to have lost its client.
    private WaitingRequest? LeastUrgent(Priority arriving)
    {
        for (int priority = _waiting.Length - 1; priority > (int)arriving; priority--)
        {
            if (!_waiting[priority].TryDequeue(out WaitingRequest? displaced)) continue;
            Count--;
            return displaced;
        }

        return null;
    }
}
