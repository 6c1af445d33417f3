using System.Globalization;
using System.Text;

namespace AppHost.Load.Reports;

/// <summary>Writes reports for people.</summary>
internal sealed class TextReport
{
    private readonly StringBuilder _text = new();
    private readonly bool _bold;

    private TextReport(bool bold) => _bold = bold;

    /// <summary>The report as a table; with bold headings only where a terminal shows them.</summary>
    public static string Of(RunReport report, bool bold)
    {
        var text = new TextReport(bold);
        text.WriteSetup(report);
        text.WriteCounts(report);
        text.WriteLatencies(report);
        text.WriteCost(report);
        foreach (var warning in report.Generator.Warnings)
            text.Line($"WARNING: {warning}");
        return text._text.ToString();
    }

    /// <summary>The figures of an ideal queue as a table.</summary>
    public static string OfIdeal(Latencies latencies)
    {
        var text = new TextReport(bold: false);
        text.Line($"{"latency, ms",-14}{"ideal",12}");
        foreach (var (name, value) in Rows(latencies))
            text.Line($"  {name,-12}{Figure(value),12}");
        return text._text.ToString();
    }

    private void WriteSetup(RunReport report)
    {
        var setup = report.Setup;
        var loop = setup.Loop == "open"
            ? $"open loop, {setup.Arrivals} {setup.Rate:G6}/s"
            : setup.ThinkMaxMs > 0 ? $"closed loop, think {setup.ThinkMinMs:G6}-{setup.ThinkMaxMs:G6} ms" : "closed loop";
        var connections = setup.Fresh ? "a fresh connection per request" : $"{setup.Connections} kept connections";
        var skew = setup.Skew is null ? "" : $", skew {setup.Skew}";
        Heading($"{setup.Method} {setup.Target} {string.Join(' ', setup.Paths)}");
        Line($"{loop}, {connections}{skew}, timeout {setup.TimeoutMs:G6} ms, seed {setup.Seed}");
        var end = report.Interrupted ? ", INTERRUPTED" : "";
        Line($"measured {report.WindowSeconds:F2} s after {setup.WarmupSeconds:G6} s of warm-up{end}");
        Line("");
    }

    private void WriteCounts(RunReport report)
    {
        Line($"{"",-24}{"count",12}{"per s",12}");
        Line($"{"requests",-24}{report.Requests,12}{report.RatesPerSecond.Intended,12:F1}");
        foreach (var (name, count) in report.Outcomes)
        {
            if (name == "useful")
                Line($"{"  useful (2xx in time)",-24}{count,12}{report.RatesPerSecond.Useful,12:F1}");
            else if (count > 0)
                Line($"{"  " + name,-24}{count,12}");
        }
        if (report.Statuses.Count > 1)
            Line($"{"statuses",-24}{string.Join(", ", report.Statuses.Select(s => $"{s.Key}: {s.Value}"))}");
        var ended = report.Connections.Ended.Where(end => end.Value > 0).Select(end => $"{end.Key}: {end.Value}").ToList();
        Line($"{"connections opened",-24}{report.Connections.Opened,12}");
        if (ended.Count > 0)
            Line($"{"connections ended",-24}{string.Join(", ", ended)}");
        Line("");
    }

    private void WriteLatencies(RunReport report)
    {
        var ideal = report.Ideal?.LatencyMs;
        var others = report.OtherAnswersMs.Count > 0 ? report.OtherAnswersMs : null;
        var otherHeading = others is null ? "" : $"{"other",12}";
        var idealHeading = ideal is null ? "" : $"{"ideal",12}{"ratio",9}";
        Heading($"{"latency, ms",-14}{"useful",12}{otherHeading}{idealHeading}");
        foreach (var (name, value) in Rows(report.UsefulMs))
        {
            var other = others is null ? "" : $"{Figure(Rows(others).First(row => row.Name == name).Value),12}";
            var best = ideal is null ? 0 : Rows(ideal).First(row => row.Name == name).Value;
            Line($"  {name,-12}{Figure(value),12}{other}{(ideal is null ? "" : $"{Figure(best),12}{(best > 0 ? value / best : 0),9:F3}")}");
        }
        if (report.UsefulByPathMs.Count > 1)
        {
            foreach (var (path, latencies) in report.UsefulByPathMs)
            {
                var figures = latencies.Count > 0 ? $", p50 {Figure(latencies.P50)}, p99 {Figure(latencies.P99)}" : "";
                Line($"  {path}: {latencies.Count} useful{figures}");
            }
        }
        if (report.UsefulMs.Count < report.Requests)
            Line($"  ('useful' covers {report.UsefulMs.Count} of {report.Requests} requests)");
        Line("");
    }

    private void WriteCost(RunReport report)
    {
        if (report.Ideal is { } ideal)
        {
            var best = ideal.ClosedLoopRate is { } rate ? $"the ideal {rate:F1}/s" : "what the ideal server could answer";
            Line($"ideal       {ideal.Servers} servers of {ideal.ServiceMs:G6} ms, capacity {ideal.Capacity:F1}/s; "
                + $"useful answers are {ideal.UsefulShareOfBest * 100:F1} % of {best}");
        }
        if (report.ServerCpu is { } cpu)
        {
            Line($"server CPU  {cpu.MicrosecondsPerAnswer:F2} us per answer"
                + (cpu.MicrosecondsPerUsefulAnswer is { } useful && useful > cpu.MicrosecondsPerAnswer * 1.005
                    ? $", {useful:F2} us per useful one"
                    : "")
                + $" ({cpu.Seconds:F2} s)");
        }
        var generator = report.Generator;
        var late = generator.LatenessMs;
        Line($"generator   {generator.CpuMicrosecondsPerRequest:F2} us CPU per request, {generator.BusiestThread * 100:F0} % of a core; "
            + $"sent late by p50 {late.P50 * 1000:F0}, p99 {late.P99 * 1000:F0}, max {late.Max * 1000:F0} us");
        var waited = generator.WaitedForConnectionMs;
        if (waited.Count > 0 || report.Outcomes["timeout-unsent"] > 0)
        {
            Line($"waiting     {waited.Count} requests found no idle connection and "
                + $"waited p50 {Figure(waited.P50)}, p99 {Figure(waited.P99)} ms "
                + $"(part of their latency); {report.Outcomes["timeout-unsent"]} were given up unsent");
        }
    }

    private static (string Name, double Value)[] Rows(Latencies l) =>
    [
        ("min", l.Min), ("mean", l.Mean), ("p50", l.P50), ("p75", l.P75), ("p90", l.P90), ("p95", l.P95), ("p99", l.P99), ("p99.9", l.P999),
        ("p99.99", l.P9999), ("max", l.Max),
    ];

    private static string Figure(double value) => value.ToString(value < 100 ? "F3" : "F1", CultureInfo.InvariantCulture);

    private void Heading(string line) => Line(_bold ? $"\u001b[1m{line}\u001b[0m" : line);

    private void Line(string line) => _text.Append(line).Append('\n');
}
