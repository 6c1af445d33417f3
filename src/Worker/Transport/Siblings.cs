using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport.HandOff;

namespace AppHost.Worker.Transport;

/// <summary>Reads from the scoreboard what the other workers could take.</summary>
internal sealed class Siblings(SharedScoreboard scoreboard, int ownRegion)
{
    /// <summary>A worker whose loop has not turned for so long may be stopped, and nothing is left to it.</summary>
    private static readonly long OldestHeartbeat = TimeSpan.FromMilliseconds(100).ToNanoseconds();

    /// <summary>The load of all siblings that count: ready, armed, and alive a moment ago.</summary>
    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC.</param>
    public SiblingLoad Read(long now)
    {
        SiblingLoad load = SiblingLoad.None;
        int regions = scoreboard.RegionsInUse;
        for (int i = 0; i < regions; i++)
        {
            if (i == ownRegion) continue;
            WorkerRegion region = scoreboard.Region(i);
            if (region.State is not WorkerState.Ready || !region.Armed || now - region.Heartbeat > OldestHeartbeat) continue;
            load = load.With(LoadOf(region));
        }

        return load;
    }

    /// <summary>Those of them that have a mailbox.</summary>
    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC.</param>
    /// <param name="found">Takes them; what does not fit is left out.</param>
    /// <returns>How many there are.</returns>
    public int Find(long now, Span<Sibling> found)
    {
        int count = 0;
        int regions = scoreboard.RegionsInUse;
        for (int i = 0; i < regions && count < found.Length; i++)
        {
            if (i == ownRegion) continue;
            WorkerRegion region = scoreboard.Region(i);
            if (region.State is not WorkerState.Ready || !region.HasMailbox || now - region.Heartbeat > OldestHeartbeat) continue;
            found[count++] = new Sibling(
                i, region.Generation, LoadOf(region), Volatile.Read(ref region.Unread), Volatile.Read(ref region.OldestUnread));
        }

        return count;
    }

    /// <summary>Whether there is one of them.</summary>
    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC.</param>
    public bool AnyWithMailbox(long now)
    {
        Sibling found = default;
        return Find(now, new Span<Sibling>(ref found)) > 0;
    }

    /// <summary>The region with this number.</summary>
    public WorkerRegion Region(int index) => scoreboard.Region(index);

    /// <summary>The load that a region shows.</summary>
    public static GateLoad LoadOf(WorkerRegion region) => new(
        region.Slots - Volatile.Read(ref region.LaneSlots),
        Volatile.Read(ref region.Busy),
        Volatile.Read(ref region.Queued),
        Volatile.Read(ref region.Fresh),
        region.QueueLimit,
        Volatile.Read(ref region.InLanes),
        Volatile.Read(ref region.LanesFull),
        Volatile.Read(ref region.Connections));
}
