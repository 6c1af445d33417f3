using AppHost.Worker.Dispatch.Deadlines;
using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Dispatch.Lanes;

/// <summary>How the requests of one class are served, and how many there are. Thread-safe.</summary>
/// <param name="number">Of the class on the scoreboard; 0 for the rest.</param>
/// <param name="region">Where its requests are counted.</param>
internal sealed class RequestLane(int number, WorkerRegion region, LanePool pool)
{
    private readonly WorkerRegion _region = region;

    public int Number => number;

    /// <summary>Its own, or that of the rest.</summary>
    public LanePool Pool => pool;

    /// <summary>Null for the rest: requests of no class.</summary>
    public ClassMatch? Match { get; init; }

    /// <summary>Among those that share a pool: higher is served first.</summary>
    public int Priority { get; init; }

    /// <summary>Its own, or that of the rest.</summary>
    public required DeadlineTimes Deadline { get; init; }

    /// <summary>Null: as many requests as come.</summary>
    public TokenBucket? Tokens { get; init; }

    /// <summary>A request is about to arrive.</summary>
    public void Enter()
    {
        Interlocked.Increment(ref _region.ClassInside(number));
        pool.Enter();
    }

    /// <summary>A request has ended, or holds no slot any more.</summary>
    public void Leave()
    {
        Interlocked.Increment(ref _region.ClassRequests(number));
        Exit();
    }

    /// <summary>A request has been refused.</summary>
    public void LeaveRejected()
    {
        Interlocked.Increment(ref _region.ClassRejected(number));
        Exit();
    }

    private void Exit()
    {
        Interlocked.Decrement(ref _region.ClassInside(number));
        pool.Leave();
    }
}
