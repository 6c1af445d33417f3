using AppHost.Bench.Scenarios;

namespace AppHost.Bench.Options;

/// <summary>What was asked for.</summary>
/// <param name="Scenarios">In the order in which they are run.</param>
/// <param name="Size">How much of each.</param>
/// <param name="Install">Missing peers are to be installed.</param>
/// <param name="Only">Parts of the names of the servers to measure; empty: all.</param>
/// <param name="Output">Folder of the report; null: a new one below bench/results.</param>
internal sealed record BenchRequest(
    IReadOnlyList<Scenario> Scenarios, RunSize Size, bool Install, IReadOnlyList<string> Only, string? Output);
