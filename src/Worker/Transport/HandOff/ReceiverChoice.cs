namespace AppHost.Worker.Transport.HandOff;

/// <summary>Chooses who is offered connections. Pure.</summary>
internal static class ReceiverChoice
{
    /// <summary>Who runs a request that waits here: the sibling with the most free slots. Null: none has one.</summary>
    /// <param name="promised">By region, what is on its way to a sibling and will need one of the slots that it shows.</param>
    /// <param name="turn">Any number, another one each time: of equals not always the same is chosen.</param>
    public static Sibling? ForRequest(ReadOnlySpan<Sibling> siblings, Func<int, int> promised, int turn)
    {
        Sibling? best = null;
        int most = 0;
        for (int i = 0; i < siblings.Length; i++)
        {
            Sibling sibling = siblings[(int)((uint)(i + turn) % (uint)siblings.Length)];
            int free = sibling.FreeSlots - (sibling.FreeSlots > 0 ? promised(sibling.Region) : 0);
            if (free <= most) continue;
            most = free;
            best = sibling;
        }

        return best;
    }

    /// <summary>Where a request waits that no slot is free for: the sibling with the shortest queue that has room. Null: none has.</summary>
    /// <param name="promised">By region, what is on its way to a sibling and will need a slot or wait.</param>
    public static Sibling? ForWaiting(ReadOnlySpan<Sibling> siblings, Func<int, int> promised)
    {
        Sibling? best = null;
        int shortest = int.MaxValue;
        foreach (Sibling sibling in siblings)
        {
            int waiting = sibling.Load.Waiting + promised(sibling.Region);
            if (waiting >= sibling.Load.QueueLimit || waiting >= shortest) continue;
            shortest = waiting;
            best = sibling;
        }

        return best;
    }

    /// <summary>
    /// Who succeeds a worker that leaves: of the newest generation, for an older one will leave as well, the sibling with the fewest
    /// connections. Null: there is none.
    /// </summary>
    /// <param name="promised">By region, the connections that are on their way to a sibling.</param>
    public static Sibling? ForIdle(ReadOnlySpan<Sibling> siblings, Func<int, int> promised)
    {
        Sibling? best = null;
        int fewest = int.MaxValue;
        foreach (Sibling sibling in siblings)
        {
            int connections = sibling.Load.Connections + promised(sibling.Region);
            bool newer = best is { } known && sibling.Generation > known.Generation;
            bool older = best is { } other && sibling.Generation < other.Generation;
            if (older || (!newer && connections >= fewest)) continue;
            fewest = connections;
            best = sibling;
        }

        return best;
    }

    /// <summary>Who is told that a slot has become free here: the sibling whose oldest request has waited longest. Null: none waits.</summary>
    public static Sibling? ForFreeSlot(ReadOnlySpan<Sibling> siblings)
    {
        Sibling? best = null;
        foreach (Sibling sibling in siblings)
        {
            if (sibling.Unread > 0 && (best is not { } known || sibling.OldestUnread < known.OldestUnread)) best = sibling;
        }

        return best;
    }
}
