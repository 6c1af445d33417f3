using System.Net;
using System.Text;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Reports;

/// <summary>The report as one HTML file without anything from elsewhere. A pure function.</summary>
internal static class HtmlReport
{
    private static readonly string Style = ReadStyle();

    /// <summary>Writes it.</summary>
    public static string Of(BenchReport report)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Append("<title>AppHost side by side</title>\n<style>\n").Append(Style).Append("</style>\n</head>\n<body>\n<main>\n");
        page.Append("<h1>AppHost side by side</h1>\n<p>").Append(Rich(ReportText.Heading(report))).Append("</p>\n");
        page.Append("<nav>")
            .AppendJoin(" &middot; ", report.Results.Select(result => $"<a href=\"#{result.Scenario.Name}\">{result.Scenario.Name}</a>"))
            .Append("</nav>\n<p>").Append(Rich(ReportText.HowToRead)).Append("</p>\n");
        Pairs(page, report.Machine.Facts);
        Pairs(page, report.Machine.Versions);
        if (report.Missing.Count > 0)
            page.Append("<p>Left out, because it is not installed: ").Append(Escape(string.Join("; ", report.Missing))).Append(".</p>\n");
        foreach (var result in report.Results)
            Section(page, result);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Section(StringBuilder page, ScenarioResult result)
    {
        var scenario = result.Scenario;
        page.Append($"<section id=\"{scenario.Name}\">\n<h2>{Escape(scenario.Title)}</h2>\n<p>{Rich(scenario.Description)}</p>\n");
        foreach (var plot in scenario.Plots)
        {
            foreach (var drawing in Draw(plot, result))
                page.Append("<figure>").Append(drawing).Append("</figure>\n");
        }
        foreach (var table in ResultTable.Of(result).Where(table => table.Rows.Count > 0))
        {
            if (table.Title.Length > 0)
                page.Append($"<h3>{Escape(table.Title)}</h3>\n");
            page.Append("<div class=\"scroll\"><table>\n<tr>")
                .AppendJoin("", table.Header.Select(cell => $"<th>{Escape(cell)}</th>")).Append("</tr>\n");
            foreach (var row in table.Rows)
            {
                page.Append(row.IsOwn ? "<tr class=\"own\">" : "<tr>")
                    .AppendJoin("", row.Cells.Select(cell => $"<td>{Escape(cell)}</td>")).Append("</tr>\n");
            }
            page.Append("</table></div>\n");
        }
        if (ReportText.Notes(result).ToArray() is { Length: > 0 } notes)
            page.Append("<ul class=\"notes\">").AppendJoin("", notes.Select(note => $"<li>{Escape(note)}</li>")).Append("</ul>\n");
        if (result.Commands.Count > 0)
            page.Append("<details><summary>Commands</summary><pre>")
                .Append(Escape(string.Join('\n', result.Commands))).Append("</pre></details>\n");
        page.Append("</section>\n");
    }

    private static IEnumerable<string> Draw(PlotRequest plot, ScenarioResult result)
    {
        // Points alone make no line.
        var lines = plot.Kind == PlotKind.Lines
            && result.Cases.GroupBy(one => one.Case.Point.Series).Any(series => series.DistinctBy(one => one.Case.Point.X).Count() > 1);
        return result.Cases
            .GroupBy(one => (one.Case.Point.Series, Label: lines || result.Scenario.Axis.Length == 0 ? "" : one.Case.Point.Label))
            .Select(group =>
            {
                string[] parts = [plot.Metric.Title, group.Key.Label, group.Key.Series];
                var title = string.Join(", ", parts.Where(part => part.Length > 0));
                return lines
                    ? LinePlot.Draw(title, result.Scenario.Axis, plot.Metric, [.. group])
                    : BarPlot.Draw(title, plot.Metric, [.. group]);
            })
            .Where(drawing => drawing.Length > 0);
    }

    private static void Pairs(StringBuilder page, IReadOnlyList<(string Name, string Value)> pairs)
    {
        page.Append("<table class=\"facts\">\n");
        foreach (var (name, value) in pairs)
            page.Append($"<tr><th>{Escape(name)}</th><td>{Escape(value)}</td></tr>\n");
        page.Append("</table>\n");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    // `code` and **strong**, as the texts for Markdown have them.
    private static string Rich(string text)
    {
        var pieces = Escape(text).Split('`');
        var code = string.Concat(pieces.Select((piece, i) => i % 2 == 1 ? $"<code>{piece}</code>" : piece));
        var strong = code.Split("**");
        return string.Concat(strong.Select((piece, i) => i % 2 == 1 ? $"<strong>{piece}</strong>" : piece));
    }

    private static string ReadStyle()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("report.css is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
