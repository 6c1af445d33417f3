namespace AppHost;

/// <summary>What happens to a request that arrives when the queue is full.</summary>
public enum QueuePolicy
{
    /// <summary>It is answered 503 at once.</summary>
    Reject,

    /// <summary>It waits, and the worker stops reading from clients: the pressure goes back to them.</summary>
    CallerRuns,

    /// <summary>It takes the place of the one that has waited longest, which is answered 503.</summary>
    DiscardOldest,
}
