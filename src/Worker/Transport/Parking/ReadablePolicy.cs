using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Transport.Parking;

/// <summary>Decides what becomes of a request that has arrived on an idle connection.</summary>
internal static class ReadablePolicy
{
    /// <summary>
    /// To move a connection costs two processes about 0.1 ms: where a slot becomes free within this, the request stays.
    /// </summary>
    public static readonly long WorthMoving = TimeSpan.FromMilliseconds(1).ToNanoseconds();

    /// <summary>
    /// A slot that takes an unread request is idle for about 0.1 ms until that is read and parsed; one that finds a parsed request in
    /// its queue goes on at once.
    /// </summary>
    public static readonly long WorthWaitingUnread = TimeSpan.FromMilliseconds(2).ToNanoseconds();

    /// <summary>
    /// So much shorter must the other queue be. A request that has moved to wait moves once more at most, to a free slot; small
    /// differences are better left to that alone.
    /// </summary>
    private const int WorthRelieving = 2;

    /// <summary>The rule. Pure.</summary>
    /// <param name="own">The load of this worker.</param>
    /// <param name="siblingFree">A sibling could run it at once.</param>
    /// <param name="shortestQueue">Requests waiting at the sibling where the fewest wait; <see cref="int.MaxValue"/>: none has room.</param>
    /// <param name="gap">Nanoseconds between two slots that become free here, on average.</param>
    /// <param name="policy">Of this worker's queue.</param>
    /// <param name="moved">It came from another worker with its request.</param>
    public static ReadableDecision Decide(
        in GateLoad own, bool siblingFree, int shortestQueue, long gap, QueuePolicy policy, bool moved = false)
    {
        if (own.IsFree || gap < WorthMoving) return ReadableDecision.Read;
        if (siblingFree) return ReadableDecision.Push;
        // What the other policies do with a full queue they do with requests that are parsed.
        if (gap < WorthWaitingUnread || policy is not QueuePolicy.Reject) return ReadableDecision.Read;
        bool full = own.Waiting >= own.QueueLimit;
        bool shorter = shortestQueue < int.MaxValue && shortestQueue + WorthRelieving <= own.Waiting;
        if (!moved && (shorter || (full && shortestQueue < int.MaxValue))) return ReadableDecision.Relieve;
        return full ? ReadableDecision.Refuse : ReadableDecision.Wait;
    }
}
