using AppHost.Worker.Transport.Parking;

namespace AppHost.Worker.Transport.HandOff;

/// <summary>A connection that a sibling may take at any moment.</summary>
/// <param name="Slot">Of its word in this worker's region.</param>
/// <param name="To">The sibling's region.</param>
/// <param name="Until">When it is withdrawn, in nanoseconds of CLOCK_MONOTONIC.</param>
internal sealed record OpenOffer(ParkedConnection Connection, int Slot, long Word, int To, HandOffReason Reason, long Until);
