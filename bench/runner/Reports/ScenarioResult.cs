using AppHost.Bench.Measuring;
using AppHost.Bench.Scenarios;

namespace AppHost.Bench.Reports;

/// <summary>What a scenario found.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Cases">All of its cases, in its order.</param>
internal sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>The command lines, filled at the end.</summary>
    public IReadOnlyList<string> Commands { get; set; } = [];

    /// <summary>Why it was not run; null if it was.</summary>
    public string? Skipped { get; init; }
}
