using AppHost.Load.Statistics;

namespace AppHost.Load.Reports;

/// <summary>Says when a report measures the generator rather than the server. A pure function.</summary>
internal static class GeneratorHealth
{
    private const double BusyShare = 0.85;
    private const double LatenessShare = 0.1;
    private const double LatenessFloor = 200_000;

    /// <summary>Why the figures are not to be trusted; empty when they are.</summary>
    /// <param name="busiestThread">Share of a core of the busiest generator thread.</param>
    /// <param name="statistics">The counts of the run.</param>
    public static IReadOnlyList<string> Warnings(double busiestThread, RunStatistics statistics)
    {
        var warnings = new List<string>();
        if (busiestThread > BusyShare)
        {
            warnings.Add($"The generator was the bottleneck: one of its threads used {busiestThread * 100:F0} % of a core. "
                + "Lower the rate, or give it more --threads and cores.");
        }
        var late = statistics.Lateness.Percentile(99);
        var latency = statistics.Useful.Percentile(99);
        if (statistics.Useful.Count > 0 && late > LatenessFloor && late > latency * LatenessShare)
        {
            warnings.Add($"The generator was late: one request in a hundred was sent {late / 1e6:F2} ms or more after its intended start, "
                + $"and the measured p99 is {latency / 1e6:F2} ms. It got too little CPU; the latencies include its own delay.");
        }
        return warnings;
    }
}
