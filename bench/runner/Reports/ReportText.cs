using System.Globalization;
using AppHost.Bench.Measuring;

namespace AppHost.Bench.Reports;

/// <summary>Sentences that both reports share.</summary>
internal static class ReportText
{
    /// <summary>How to read the tables.</summary>
    public const string HowToRead =
        "A figure is the median of the rounds; in parentheses the lowest and the highest round. Servers were measured in turns "
        + "(A B C A B C), each started anew for each measurement. A ratio is the median of the ratios round by round. Latencies "
        + "of open loops count from the moment a request was meant to start. CPU is user and system time of all processes of the "
        + "server.";

    /// <summary>When, how long and by which command.</summary>
    public static string Heading(BenchReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{report.Started:yyyy-MM-dd HH:mm} UTC, {Figures.Duration(report.Took)}, by `{report.CommandLine}`.")
        + (report.IsInterrupted ? " **Interrupted: what is missing was not measured.**" : "");

    /// <summary>Failures and warnings of a scenario, each once, with how often.</summary>
    public static IEnumerable<string> Notes(ScenarioResult result)
    {
        if (result.Skipped is { } reason)
            yield return $"Not measured: {reason}";
        foreach (var one in result.Cases.Where(one => one.Failure is not null))
            yield return $"{Name(one)}: not measured{(one.HasRounds ? " in every round" : "")}: {one.Failure}";
        var warned = result.Cases.Where(one => one.Warnings.Count > 0).ToArray();
        if (warned.Length > 0)
        {
            yield return $"The generator warned {warned.Sum(one => one.Warnings.Count)} times: the latencies of "
                + $"{string.Join(", ", warned.Select(Name))} include delays of its own. The first warning: {warned[0].Warnings[0]}";
        }
    }

    private static string Name(CaseResult one) => string.Join(' ',
        new[] { Figures.Label(one.Case), one.Case.Point.Label, one.Case.Point.Series }.Where(part => part.Length > 0));
}
