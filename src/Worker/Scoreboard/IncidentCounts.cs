namespace AppHost.Worker.Scoreboard;

/// <summary>How often requests and loops took too long.</summary>
/// <param name="Slow">Requests that were logged with their stack.</param>
/// <param name="Expired">Requests that their deadline answered.</param>
/// <param name="Stuck">Requests for whose sake a worker was replaced.</param>
/// <param name="LoopBlocks">Times that an event loop was blocked for longer than the watchdog allows.</param>
internal readonly record struct IncidentCounts(long Slow, long Expired, long Stuck, long LoopBlocks)
{
    /// <summary>Reads those of a worker.</summary>
    public static IncidentCounts Of(WorkerRegion region) => new(
        Volatile.Read(ref region.Slow), Volatile.Read(ref region.Expired), Volatile.Read(ref region.Stuck), Volatile.Read(ref region.LoopBlocks));

    /// <summary>These and others.</summary>
    public IncidentCounts Plus(IncidentCounts others) =>
        new(Slow + others.Slow, Expired + others.Expired, Stuck + others.Stuck, LoopBlocks + others.LoopBlocks);
}
