using AppHost.Bench.Measuring;
using AppHost.Bench.Statistics;

namespace AppHost.Bench.Reports;

/// <summary>The rows and columns that both reports show. A pure function of the results.</summary>
/// <param name="Title">What the rows have in common; may be empty.</param>
/// <param name="Header">Names of the columns.</param>
/// <param name="Rows">Cells, as many in each row as there are columns.</param>
internal sealed record ResultTable(string Title, IReadOnlyList<string> Header, IReadOnlyList<ResultRow> Rows)
{
    /// <summary>A table for each series of the scenario's points.</summary>
    public static IEnumerable<ResultTable> Of(ScenarioResult result) =>
        result.Cases.GroupBy(one => one.Case.Point.Series).Select(group => Of(result, group.Key, [.. group]));

    private static ResultTable Of(ScenarioResult result, string title, IReadOnlyList<CaseResult> cases)
    {
        var scenario = result.Scenario;
        var hasPoints = cases.Any(one => one.Case.Point.Label.Length > 0);
        var metrics = scenario.Metrics.Where(metric => cases.Any(one => one.Summary(metric) is not null)).ToArray();
        var ratios = (
            from metric in scenario.Compared
            from reference in scenario.References
            where cases.Any(one => one.Case.Contestant == reference && one.Summary(metric) is not null)
            select (Metric: metric, Reference: reference)).ToArray();
        string[] header =
        [
            "server", .. hasPoints ? [scenario.Axis.Length > 0 ? scenario.Axis : "how"] : Array.Empty<string>(),
            .. metrics.Select(metric => metric.Title), .. ratios.Select(ratio => $"{ratio.Metric.Name} / {ratio.Reference.Name}"),
        ];
        return new ResultTable(title, header, [.. cases.Where(one => one.HasRounds || one.Failure is not null).Select(Row)]);

        ResultRow Row(CaseResult one) => new(one.Case.Contestant.IsAppHost,
        [
            Figures.Label(one.Case), .. hasPoints ? [one.Case.Point.Label] : Array.Empty<string>(),
            .. metrics.Select(metric => one.Summary(metric) is { } summary ? Figures.WithSpread(metric, summary) : "-"),
            .. ratios.Select(ratio => RatioOf(one, ratio.Metric, ratio.Reference, cases)),
        ]);
    }

    private static string RatioOf(CaseResult one, Metric metric, Contestants.Contestant reference, IReadOnlyList<CaseResult> cases)
    {
        var other = cases.FirstOrDefault(candidate => candidate.Case.Contestant == reference && candidate.Case.Point == one.Case.Point);
        return other is not null && Summary.OfRatios(one.Values(metric), other.Values(metric)) is { } ratio
            ? Figures.Ratio(ratio.Median)
            : "-";
    }
}
