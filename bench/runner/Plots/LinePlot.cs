using AppHost.Bench.Measuring;
using AppHost.Bench.Reports;

namespace AppHost.Bench.Plots;

/// <summary>A line for each server over the points of the axis, which stand at equal distances; its name at the end of its line.</summary>
internal static class LinePlot
{
    private const double Left = 60;
    private const double PlotWidth = 460;
    private const double PlotHeight = 220;
    private const double NameWidth = 200;
    private const double Top = 34;
    private const double Bottom = 44;
    private const double NameHeight = 16;

    /// <summary>Draws one figure of these cases; empty if none of them has it.</summary>
    public static string Draw(string title, string axis, Metric metric, IReadOnlyList<CaseResult> cases)
    {
        var drawn = cases.Where(result => result.Summary(metric) is not null).ToArray();
        if (drawn.Length == 0)
            return "";
        var points = drawn.Select(result => result.Case.Point).DistinctBy(point => point.X).OrderBy(point => point.X).ToArray();
        var scale = Scale.UpTo(drawn.Max(result => result.Summary(metric)!.High));
        var svg = new Svg(Left + PlotWidth + NameWidth, Top + PlotHeight + Bottom, title);
        svg.Text(0, 16, title, "heading");
        foreach (var tick in scale.Ticks)
        {
            svg.Line(Left, Y(tick), Left + PlotWidth, Y(tick), "grid");
            svg.Text(Left - 8, Y(tick) + 4, Figures.Tick(tick), "tick end");
        }
        foreach (var point in points)
            svg.Text(X(point), Top + PlotHeight + 18, point.Label, "tick middle");
        svg.Text(Left + (PlotWidth / 2), Top + PlotHeight + 36, axis, "tick middle");
        var lines = drawn.GroupBy(result => result.Case.Contestant).ToArray();
        var names = new List<(double Y, string Name, string Style)>();
        foreach (var line in lines)
        {
            var style = Series.OfLine(line.Key);
            var results = line.OrderBy(result => result.Case.Point.X).ToArray();
            svg.Path(results.Select(result => (X(result.Case.Point), Y(result.Summary(metric)!.Median))), "line " + style);
            foreach (var result in results)
            {
                var (x, summary) = (X(result.Case.Point), result.Summary(metric)!);
                svg.Line(x, Y(summary.Low), x, Y(summary.High), "range " + style);
                svg.Dot(x, Y(summary.Median), "dot " + style,
                    $"{line.Key.Name}, {result.Case.Point.Label}: {Figures.WithSpread(metric, summary)}");
            }
            names.Add((Y(results[^1].Summary(metric)!.Median), line.Key.Name, style));
        }
        var places = Spread([.. names.Select(name => name.Y)], NameHeight, Top + PlotHeight);
        for (var i = 0; i < names.Count; i++)
        {
            svg.Dot(Left + PlotWidth + 14, places[i], "dot " + names[i].Style, names[i].Name);
            svg.Text(Left + PlotWidth + 24, places[i] + 4, names[i].Name, "label");
        }
        return svg.ToString();

        double X(Point point) => Left + (PlotWidth * (Array.FindIndex(points, other => other.X == point.X) + 0.5) / points.Length);

        double Y(double value) => Top + PlotHeight - (value / scale.Top * PlotHeight);
    }

    /// <summary>Moves places apart until each is at least a gap from the next, none below the lowest. Keeps their order.</summary>
    public static double[] Spread(IReadOnlyList<double> places, double gap, double lowest)
    {
        var result = places.ToArray();
        var order = Enumerable.Range(0, result.Length).OrderBy(i => places[i]).ToArray();
        // Down from the top, then up from the bottom.
        for (var i = 1; i < order.Length; i++)
            result[order[i]] = Math.Max(result[order[i]], result[order[i - 1]] + gap);
        for (var (i, limit) = (order.Length - 1, lowest); i >= 0; i--, limit -= gap)
            result[order[i]] = Math.Min(result[order[i]], limit);
        return result;
    }
}
