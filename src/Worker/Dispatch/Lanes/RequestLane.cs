using System.Threading.RateLimiting;
using AppHost.Worker.Dispatch.Deadlines;

namespace AppHost.Worker.Dispatch.Lanes;

/// <summary>How the requests of one class are served. Immutable, but for the tokens.</summary>
/// <param name="Match">Null for the rest: requests of no class.</param>
/// <param name="Pool">Its own, or that of the rest.</param>
/// <param name="Priority">Among those that share a pool: higher is served first.</param>
/// <param name="Deadline">Its own, or that of the rest.</param>
/// <param name="Tokens">Null: as many requests as come.</param>
internal sealed record RequestLane(
    string Name, ClassMatch? Match, LanePool Pool, int Priority, DeadlineTimes Deadline, RateLimiter? Tokens)
{
    /// <summary>Takes a token, if they are counted.</summary>
    public bool TryTakeToken()
    {
        if (Tokens is null) return true;
        using RateLimitLease lease = Tokens.AttemptAcquire();
        return lease.IsAcquired;
    }
}
