using System.Diagnostics;

namespace AppHost.Faults.Load;

/// <summary>Percentiles of requests.</summary>
internal static class Latencies
{
    /// <summary>Milliseconds that this share of the requests stayed below; not a number without any.</summary>
    public static double Percentile(IEnumerable<RequestResult> requests, double share)
    {
        List<double> times = [.. requests.Where(r => r.Failure is null).Select(r => Stopwatch.GetElapsedTime(r.Started, r.Ended).TotalMilliseconds).Order()];
        return times.Count == 0 ? double.NaN : times[Math.Min(times.Count - 1, (int)(times.Count * share))];
    }
}
