using AppHost.Bench.Measuring;
using AppHost.Bench.Reports;

namespace AppHost.Bench.Plots;

/// <summary>Horizontal bars: the median, with a thin line from the lowest round to the highest.</summary>
internal static class BarPlot
{
    private const double LabelWidth = 190;
    private const double PlotWidth = 420;
    private const double ValueWidth = 110;
    private const double RowHeight = 24;
    private const double Top = 34;
    private const double Bottom = 26;

    /// <summary>Draws one figure of these cases; empty if none of them has it.</summary>
    public static string Draw(string title, Metric metric, IReadOnlyList<CaseResult> cases)
    {
        var rows = cases.Where(result => result.Summary(metric) is not null).ToArray();
        if (rows.Length == 0)
            return "";
        var scale = Scale.UpTo(rows.Max(result => result.Summary(metric)!.High));
        var bottom = Top + (rows.Length * RowHeight);
        var svg = new Svg(LabelWidth + PlotWidth + ValueWidth, bottom + Bottom, title);
        svg.Text(0, 16, title, "heading");
        foreach (var tick in scale.Ticks)
        {
            svg.Line(X(tick), Top - 4, X(tick), bottom, "grid");
            svg.Text(X(tick), bottom + 16, Figures.Tick(tick), "tick middle");
        }
        for (var i = 0; i < rows.Length; i++)
        {
            var summary = rows[i].Summary(metric)!;
            var y = Top + (i * RowHeight);
            var label = Figures.Label(rows[i].Case);
            svg.Text(LabelWidth - 8, y + 16, label, "label end");
            svg.Bar(X(0), y + 4, X(summary.Median) - X(0), RowHeight - 8, Series.OfBar(rows[i].Case.Contestant),
                $"{label}: {Figures.WithSpread(metric, summary)}");
            if (summary.Rounds > 1)
                svg.Line(X(summary.Low), y + (RowHeight / 2), X(summary.High), y + (RowHeight / 2), "whisker");
            svg.Text(Math.Max(X(summary.Median), X(summary.High)) + 6, y + 16, Figures.Plain(metric, summary.Median), "value");
        }
        return svg.ToString();

        double X(double value) => LabelWidth + (value / scale.Top * PlotWidth);
    }
}
