using System.Globalization;
using System.Text;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Control.Metrics;

/// <summary>Writes metric families as OpenMetrics 1.0 text. Not thread-safe.</summary>
internal sealed class OpenMetricsWriter
{
    /// <summary>The boundaries that OpenTelemetry advises for http.server.request.duration, in seconds.</summary>
    private static readonly double[] Boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly StringBuilder _text = new();

    /// <summary>A value that goes up and down.</summary>
    public void Gauge(string name, string help, double value) => Gauge(name, help, [("", value)]);

    /// <summary>The same for several things.</summary>
    /// <param name="samples">Labels without braces, and the value.</param>
    public void Gauge(string name, string help, IEnumerable<(string Labels, double Value)> samples)
    {
        Head(name, "gauge", help);
        foreach ((string labels, double value) in samples) Sample(name, labels, value);
    }

    /// <summary>A value that only goes up.</summary>
    /// <param name="name">Without <c>_total</c>.</param>
    public void Counter(string name, string help, double value) => Counter(name, help, [("", value)]);

    /// <summary>The same for several things.</summary>
    public void Counter(string name, string help, IEnumerable<(string Labels, double Value)> samples)
    {
        Head(name, "counter", help);
        foreach ((string labels, double value) in samples) Sample(name + "_total", labels, value);
    }

    /// <summary>Durations; the name ends in <c>_seconds</c>.</summary>
    public void Histogram(string name, string help, HistogramSum durations)
    {
        Head(name, "histogram", help);
        foreach (double boundary in Boundaries)
        {
            Sample(name + "_bucket", Label("le", Number(boundary)), durations.UpTo(TimeSpan.FromSeconds(boundary)));
        }

        Sample(name + "_bucket", Label("le", "+Inf"), durations.Count);
        Sample(name + "_count", "", durations.Count);
        Sample(name + "_sum", "", durations.Nanoseconds / 1e9);
    }

    /// <summary>The page.</summary>
    public string End() => _text.Append("# EOF\n").ToString();

    /// <summary>One label.</summary>
    public static string Label(string name, string value) =>
        $"{name}=\"{value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private void Head(string name, string type, string help)
    {
        _text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n");
        // The specification wants the unit to be the end of the name.
        foreach (string unit in (string[])["seconds", "bytes"])
        {
            if (name.EndsWith('_' + unit, StringComparison.Ordinal)) _text.Append(CultureInfo.InvariantCulture, $"# UNIT {name} {unit}\n");
        }

        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n");
    }

    private void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0) _text.Append('{').Append(labels).Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    // Counts beyond 2^53 lose their last digits; at a million requests a second that takes 285 years.
    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
