using System.Collections.Immutable;

namespace AppHost.Load.Statistics;

/// <summary>Names and classes of outcomes.</summary>
internal static class RequestOutcomes
{
    /// <summary>All outcomes a request can end with, in the order of reports.</summary>
    public static readonly ImmutableArray<RequestOutcome> All =
        [.. Enum.GetValues<RequestOutcome>().Where(o => o != RequestOutcome.Pending)];

    /// <summary>The name in reports and files.</summary>
    public static string Name(this RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Useful => "useful",
        RequestOutcome.Status3xx => "status-3xx",
        RequestOutcome.Status4xx => "status-4xx",
        RequestOutcome.Status503 => "status-503",
        RequestOutcome.Status5xx => "status-5xx",
        RequestOutcome.ConnectRefused => "connect-refused",
        RequestOutcome.ConnectTimeout => "connect-timeout",
        RequestOutcome.ConnectFailed => "connect-failed",
        RequestOutcome.Reset => "reset",
        RequestOutcome.ClosedOnReuse => "closed-on-reuse",
        RequestOutcome.ClosedBeforeResponse => "closed-before-response",
        RequestOutcome.ClosedMidResponse => "closed-mid-response",
        RequestOutcome.Timeout => "timeout",
        RequestOutcome.TimeoutUnsent => "timeout-unsent",
        RequestOutcome.BadResponse => "bad-response",
        RequestOutcome.Unfinished => "unfinished",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A request that has not ended has no outcome to name."),
    };

    /// <summary>The outcome of a complete response.</summary>
    public static RequestOutcome OfStatus(int status) => status switch
    {
        < 300 => RequestOutcome.Useful,
        < 400 => RequestOutcome.Status3xx,
        < 500 => RequestOutcome.Status4xx,
        503 => RequestOutcome.Status503,
        _ => RequestOutcome.Status5xx,
    };

    /// <summary>Whether a complete response came within the timeout.</summary>
    public static bool IsAnswer(this RequestOutcome outcome) => outcome is >= RequestOutcome.Useful and <= RequestOutcome.Status5xx;
}
