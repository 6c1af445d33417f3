using System.Runtime.InteropServices;

namespace AppHost.Worker.Transport.HandOff;

/// <summary>One connection in a message to a sibling; its descriptor comes beside it. Both sides are of one build or of two that agree.</summary>
/// <param name="Word">Of the offer, as it stands in the sender's region.</param>
/// <param name="Slot">Of the offer there.</param>
/// <param name="Number">What the connection's id is made of.</param>
/// <param name="IdleSince">Since when no request runs on it, in nanoseconds of CLOCK_MONOTONIC.</param>
/// <param name="WaitingSince">When its next request became readable; 0: it is silent, as far as the sender knows.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct OfferedConnection(long Word, long Slot, long Number, long IdleSince, long WaitingSince);
