namespace AppHost.Worker.Transport.HandOff;

/// <summary>A sibling that could take connections.</summary>
/// <param name="Region">Of the scoreboard.</param>
/// <param name="Generation">It is of.</param>
/// <param name="Unread">Requests that wait unread there.</param>
/// <param name="OldestUnread">Since when the oldest of those waits.</param>
internal readonly record struct Sibling(int Region, int Generation, GateLoad Load, int Unread = 0, long OldestUnread = 0)
{
    /// <summary>Requests that it could run at once.</summary>
    public int FreeSlots => Load.LanesFull > 0 ? 0 : Math.Max(0, Load.Slots - Load.Taken);
}
