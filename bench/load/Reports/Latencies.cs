using AppHost.Load.Statistics;

namespace AppHost.Load.Reports;

/// <summary>The figures of one histogram, in milliseconds.</summary>
internal sealed record Latencies(
    long Count, double Mean, double Min, double P50, double P75, double P90, double P95, double P99, double P999, double P9999, double Max)
{
    /// <summary>Takes the figures of a histogram of nanoseconds.</summary>
    public static Latencies Of(LatencyHistogram h)
    {
        return new Latencies(h.Count, h.Mean / 1e6, h.Min / 1e6, At(50), At(75), At(90), At(95), At(99), At(99.9), At(99.99), h.Max / 1e6);

        double At(double percentile) => h.Percentile(percentile) / 1e6;
    }
}
