namespace AppHost.Worker.Dispatch.Deadlines;

/// <summary>
/// Decides from the loop's heartbeat whether something blocks the loop. Sees the time only in its arguments.
/// </summary>
/// <param name="limit">Nanoseconds after which a turn of the loop counts as blocked; 0: never.</param>
/// <param name="longestSleep">A free loop turns at least this often.</param>
internal sealed class LoopBlockPolicy(long limit, long longestSleep)
{
    private long _suspect;

    /// <summary>The heartbeat of the turn that was reported as blocked; 0: none is.</summary>
    public long Blocked { get; private set; }

    /// <summary>Takes a look.</summary>
    /// <param name="heartbeat">When the present turn of the loop began.</param>
    /// <param name="now">In the same clock.</param>
    /// <param name="ended">How long the block lasted that has ended since the last look; 0: none has.</param>
    /// <returns>True once for each block.</returns>
    public bool Look(long heartbeat, long now, out long ended)
    {
        ended = 0;
        if (Blocked != 0 && heartbeat != Blocked)
        {
            ended = heartbeat - Blocked;
            Blocked = 0;
        }

        if (limit == 0 || heartbeat == 0 || heartbeat == Blocked || now - heartbeat < limit + longestSleep) return false;
        // Seen twice: after the whole process was stopped for a while the watch may run before the loop does.
        bool confirmed = _suspect == heartbeat;
        _suspect = heartbeat;
        if (confirmed) Blocked = heartbeat;
        return confirmed;
    }
}
