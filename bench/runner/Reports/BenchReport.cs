using AppHost.Bench.Machine;

namespace AppHost.Bench.Reports;

/// <summary>Everything a run found.</summary>
/// <param name="Started">When it began.</param>
/// <param name="CommandLine">How it was started.</param>
/// <param name="Machine">On what.</param>
/// <param name="Missing">Programs that are not installed, with the packages that bring them.</param>
/// <param name="Results">Scenario by scenario.</param>
internal sealed record BenchReport(
    DateTimeOffset Started, string CommandLine, MachineDescription Machine, IReadOnlyList<string> Missing,
    IReadOnlyList<ScenarioResult> Results)
{
    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; set; }

    /// <summary>It was interrupted: what is missing was not measured.</summary>
    public bool IsInterrupted { get; set; }
}
