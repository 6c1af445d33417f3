using AppHost.Worker.Transport.HandOff;

namespace AppHost.Worker.Scoreboard;

/// <summary>What became of connections between two requests, in one or several workers. Immutable.</summary>
/// <param name="Parked">How often one was parked.</param>
/// <param name="Attached">How often a parked one was given to Kestrel again.</param>
/// <param name="Received">Connections taken from siblings.</param>
/// <param name="HandedOff">Connections that siblings took, by <see cref="HandOffReason"/>.</param>
/// <param name="Kept">Connections that were to go to siblings and stayed, by <see cref="HandOffFailure"/>.</param>
internal sealed record IdleCounts(long Parked, long Attached, long Received, IReadOnlyList<long> HandedOff, IReadOnlyList<long> Kept)
{
    private static readonly int Reasons = Enum.GetValues<HandOffReason>().Length;
    private static readonly int Failures = Enum.GetValues<HandOffFailure>().Length;

    /// <summary>Nothing.</summary>
    public static IdleCounts None { get; } = new(0, 0, 0, new long[Reasons], new long[Failures]);

    /// <summary>Reads those of a worker.</summary>
    public static IdleCounts Of(WorkerRegion region)
    {
        var handedOff = new long[Reasons];
        var kept = new long[Failures];
        for (int i = 0; i < Reasons; i++) handedOff[i] = Volatile.Read(ref region.HandedOff(i));
        for (int i = 0; i < Failures; i++) kept[i] = Volatile.Read(ref region.NotHandedOff(i));
        return new IdleCounts(
            Volatile.Read(ref region.ParkedTotal), Volatile.Read(ref region.AttachedTotal), Volatile.Read(ref region.ReceivedTotal), handedOff, kept);
    }

    /// <summary>These and others.</summary>
    public IdleCounts Plus(IdleCounts others) => new(
        Parked + others.Parked,
        Attached + others.Attached,
        Received + others.Received,
        [.. HandedOff.Zip(others.HandedOff, (own, other) => own + other)],
        [.. Kept.Zip(others.Kept, (own, other) => own + other)]);
}
