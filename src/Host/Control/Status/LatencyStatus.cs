using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Control.Status;

/// <summary>Durations since the start, in seconds.</summary>
/// <param name="Count">How many.</param>
internal sealed record LatencyStatus(long Count, double Mean, double P50, double P90, double P99)
{
    /// <summary>Of none.</summary>
    public static LatencyStatus None { get; } = new(0, 0, 0, 0, 0);

    public static LatencyStatus Of(HistogramSum durations)
    {
        if (durations.Count == 0) return None;
        double At(double share) => Math.Round(durations.Percentile(share)!.Value.TotalSeconds, 6);
        return new LatencyStatus(durations.Count, Math.Round(durations.Nanoseconds / 1e9 / durations.Count, 6), At(0.5), At(0.9), At(0.99));
    }
}
