namespace AppHost.Host.Control.Status;

/// <summary>Counts of rejections, by the name of the reason.</summary>
internal static class RejectCounts
{
    private static readonly RejectReason[] Reasons = Enum.GetValues<RejectReason>();

    /// <summary>All reasons, also those that never came up: a dashboard must not lose a line when a count is 0.</summary>
    public static IReadOnlyDictionary<string, long> Name(Func<RejectReason, long> count) =>
        Reasons.ToDictionary(reason => WireName.Of(reason), count);
}
