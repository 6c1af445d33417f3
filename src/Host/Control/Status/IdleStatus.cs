using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport.HandOff;

namespace AppHost.Host.Control.Status;

/// <summary>Connections between two requests, of all workers together; counters include workers that have exited.</summary>
/// <param name="Now">Parked at the moment.</param>
/// <param name="Parked">How often one was parked.</param>
/// <param name="Attached">How often a parked one was given to Kestrel again.</param>
/// <param name="HandedOff">Connections that another worker took, by reason.</param>
/// <param name="Kept">Connections that another worker was to take and did not, by reason; they stayed where they were.</param>
internal sealed record IdleStatus(
    int Now, long Parked, long Attached, IReadOnlyDictionary<string, long> HandedOff, IReadOnlyDictionary<string, long> Kept)
{
    /// <summary>Nothing.</summary>
    public static IdleStatus None { get; } = Of(0, IdleCounts.None);

    /// <summary>With all reasons, also those that never came up: a dashboard must not lose a line when a count is 0.</summary>
    public static IdleStatus Of(int now, IdleCounts counts) => new(
        now,
        counts.Parked,
        counts.Attached,
        Enum.GetValues<HandOffReason>().ToDictionary(reason => WireName.Of(reason), reason => counts.HandedOff[(int)reason]),
        Enum.GetValues<HandOffFailure>().ToDictionary(failure => WireName.Of(failure), failure => counts.Kept[(int)failure]));
}
