namespace AppHost.Load.Connections;

/// <summary>A request that is due, before and while a connection carries it.</summary>
/// <param name="IntendedAt">When it was meant to start, a monotonic timestamp in nanoseconds.</param>
/// <param name="Path">Index of its path.</param>
/// <param name="Group">Index of the group of connections it belongs to.</param>
/// <param name="Slot">The connection it is bound to (closed loop), or -1: any idle one of the group.</param>
internal readonly record struct PendingRequest(long IntendedAt, int Path, int Group, int Slot);
