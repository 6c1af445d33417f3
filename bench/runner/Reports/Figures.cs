using System.Globalization;
using AppHost.Bench.Measuring;
using AppHost.Bench.Statistics;

namespace AppHost.Bench.Reports;

/// <summary>Figures as text. Pure functions.</summary>
internal static class Figures
{
    /// <summary>The server and its size.</summary>
    public static string Label(Case measured) => measured.Contestant.Concurrency switch
    {
        Contestants.Concurrency.OneProcess => measured.Contestant.Name,
        Contestants.Concurrency.Threads => $"{measured.Contestant.Name} {measured.Sizing}",
        _ => $"{measured.Contestant.Name} x{measured.Sizing.Workers}",
    };

    /// <summary>A value with the digits of its metric.</summary>
    public static string Plain(Metric metric, double value) =>
        value.ToString("#,0" + (metric.Digits > 0 ? "." + new string('0', metric.Digits) : ""), CultureInfo.InvariantCulture);

    /// <summary>The median, and from where to where the rounds go if there are several.</summary>
    public static string WithSpread(Metric metric, Summary summary) => summary.Rounds > 1
        ? $"{Plain(metric, summary.Median)} ({Plain(metric, summary.Low)} - {Plain(metric, summary.High)})"
        : Plain(metric, summary.Median);

    /// <summary>A ratio with three significant digits or so.</summary>
    public static string Ratio(double ratio) => ratio.ToString(ratio < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    /// <summary>A tick of an axis.</summary>
    public static string Tick(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);

    /// <summary>A duration such as 8 min 20 s.</summary>
    public static string Duration(TimeSpan time) => time.TotalMinutes >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s");
}
