using AppHost.Bench.Statistics;

namespace AppHost.Bench.Measuring;

/// <summary>All rounds of one case. Not thread-safe.</summary>
internal sealed class CaseResult(Case measured)
{
    private readonly Dictionary<int, Measurement> _rounds = [];

    /// <summary>What was measured.</summary>
    public Case Case => measured;

    /// <summary>Why it could not be measured; null if it could.</summary>
    public string? Failure { get; private set; }

    /// <summary>Warnings of all rounds.</summary>
    public IReadOnlyList<string> Warnings => [.. _rounds.Values.SelectMany(round => round.Warnings)];

    /// <summary>It was measured at least once.</summary>
    public bool HasRounds => _rounds.Count > 0;

    /// <summary>Adds a round.</summary>
    public void Add(int round, Measurement measurement) => _rounds[round] = measurement;

    /// <summary>It failed; the first reason stays.</summary>
    public void Fail(string reason) => Failure ??= reason;

    /// <summary>A figure's values by round.</summary>
    public IReadOnlyDictionary<int, double> Values(Metric metric) => _rounds
        .Where(round => round.Value.Values.ContainsKey(metric.Name))
        .ToDictionary(round => round.Key, round => round.Value.Values[metric.Name]);

    /// <summary>A figure over all rounds; null if no round has it.</summary>
    public Summary? Summary(Metric metric) => Statistics.Summary.Of(Values(metric).Values);
}
