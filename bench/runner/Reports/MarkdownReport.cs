using System.Text;
using AppHost.Bench.Measuring;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Reports;

/// <summary>The report as Markdown. A pure function.</summary>
internal static class MarkdownReport
{
    private const int BarWidth = 48;

    /// <summary>Writes it.</summary>
    public static string Of(BenchReport report)
    {
        var text = new StringBuilder();
        Line("# AppHost side by side");
        Line(ReportText.Heading(report));
        Line(ReportText.HowToRead);
        Line(Table(["machine", ""], report.Machine.Facts.Select(fact => new[] { fact.Name, fact.Value })));
        Line(Table(["program", "version"], report.Machine.Versions.Select(version => new[] { version.Name, version.Value })));
        if (report.Missing.Count > 0)
            Line($"Left out, because it is not installed: {string.Join("; ", report.Missing)}.");
        foreach (var result in report.Results)
            Add(result);
        return text.ToString();

        void Line(string paragraph) => text.Append(paragraph.TrimEnd()).Append("\n\n");

        void Add(ScenarioResult result)
        {
            Line($"## {result.Scenario.Title}");
            Line(result.Scenario.Description);
            foreach (var table in ResultTable.Of(result).Where(table => table.Rows.Count > 0))
            {
                if (table.Title.Length > 0)
                    Line($"### {Capital(table.Title)}");
                Line(Table(table.Header, table.Rows.Select(row => row.Cells)));
            }
            if (result.Scenario.Plots.FirstOrDefault(plot => plot.Kind == PlotKind.Bars) is { } plot
                && Bars(plot.Metric, result) is { Length: > 0 } bars)
                Line(bars);
            if (ReportText.Notes(result).ToArray() is { Length: > 0 } notes)
                Line(string.Join('\n', notes.Select(note => $"- {OneLine(note)}")));
            if (result.Commands.Count > 0)
                Line("Commands:\n\n" + string.Join('\n', result.Commands.Select(command => "    " + command)));
        }
    }

    /// <summary>Bars of characters, for readers without the HTML.</summary>
    public static string Bars(Metric metric, ScenarioResult result)
    {
        var drawn = result.Cases.Where(one => one.Summary(metric) is not null).ToArray();
        if (drawn.Length == 0)
            return "";
        var largest = Math.Max(drawn.Max(one => one.Summary(metric)!.Median), double.Epsilon);
        var labels = drawn.Select(one => $"{Figures.Label(one.Case)} {ShortPoint(one.Case.Point)}".TrimEnd()).ToArray();
        var width = labels.Max(label => label.Length);
        var lines = drawn.Select((one, i) =>
        {
            var median = one.Summary(metric)!.Median;
            var bar = new string('#', (int)Math.Round(median / largest * BarWidth));
            return $"    {labels[i].PadRight(width)} |{bar} {Figures.Plain(metric, median)}";
        });
        return $"{Capital(metric.Title)}:\n\n" + string.Join('\n', lines);
    }

    private static string ShortPoint(Point point) =>
        point.Series.Length == 0 ? "" : $"({point.Series}{(point.Label.Length > 0 ? ", " + point.Label : "")})";

    private static string Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        Row(header);
        text.Append('|').AppendJoin('|', header.Select((_, i) => i == 0 ? "---" : "---:")).Append("|\n");
        foreach (var row in rows)
            Row(row);
        return text.ToString();

        void Row(IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(OneLine)).Append(" |\n");
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
