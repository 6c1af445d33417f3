using System.Globalization;

namespace AppHost.Bench.Measuring;

/// <summary>What wrk printed.</summary>
/// <param name="Requests">Answers within the run.</param>
/// <param name="PerSecond">The same per second.</param>
/// <param name="P99">99th percentile of the latency in milliseconds, of a closed loop.</param>
/// <param name="Failed">Answers with an error status, and socket errors.</param>
internal sealed record WrkResult(long Requests, double PerSecond, double P99, long Failed)
{
    /// <summary>Reads the text; null if it is not wrk's.</summary>
    public static WrkResult? Parse(string text)
    {
        long requests = -1, failed = 0;
        double perSecond = double.NaN, p99 = double.NaN;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.Contains(" requests in ", StringComparison.Ordinal))
                requests = long.Parse(words[0], CultureInfo.InvariantCulture);
            else if (words is ["Requests/sec:", var rate])
                perSecond = double.Parse(rate, CultureInfo.InvariantCulture);
            else if (words is ["99%", var latency])
                p99 = Milliseconds(latency);
            else if (line.StartsWith("Non-2xx or 3xx responses:", StringComparison.Ordinal))
                failed += long.Parse(words[^1], CultureInfo.InvariantCulture);
            else if (line.StartsWith("Socket errors:", StringComparison.Ordinal))
                failed += words.Sum(word => long.TryParse(word.TrimEnd(','), CultureInfo.InvariantCulture, out var count) ? count : 0);
        }
        return requests < 0 || double.IsNaN(perSecond) ? null : new WrkResult(requests, perSecond, p99, failed);
    }

    private static double Milliseconds(string text)
    {
        var number = double.Parse(text.TrimEnd('u', 'm', 's'), CultureInfo.InvariantCulture);
        return text.EndsWith("us", StringComparison.Ordinal) ? number / 1e3
            : text.EndsWith("ms", StringComparison.Ordinal) ? number
            : text.EndsWith('m') ? number * 60e3
            : number * 1e3;
    }
}
