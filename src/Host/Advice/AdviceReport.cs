using System.Text.Json;
using System.Text.Json.Serialization;
using AppHost.Host.Configuration.Machine;

namespace AppHost.Host.Advice;

/// <summary>Advice as <c>--json</c> writes it. Times are seconds, sizes bytes, rates requests a second.</summary>
internal sealed record AdviceReport(
    double Cores,
    long Memory,
    int Workers,
    string WorkerClass,
    int SlotsPerWorker,
    int QueueLength,
    double QueueTimeout,
    double Deadline,
    double Capacity,
    double? Percentile95,
    string Binds,
    IReadOnlyList<BoundReport> Bounds,
    IReadOnlyList<string> Remarks,
    string Yaml)
{
    public static AdviceReport Of(MachineResources machine, SizingAdvice advice) => new(
        machine.Cores,
        machine.MemoryBytes,
        advice.Workers,
        advice.WorkerClass,
        advice.SlotsPerWorker,
        advice.QueueLength,
        advice.QueueTimeout.TotalSeconds,
        advice.Deadline.TotalSeconds,
        Math.Round(advice.Capacity, 3),
        advice.Percentile95 is { } percentile ? Math.Round(percentile.TotalSeconds, 6) : null,
        advice.Binding.Kind.ToString().ToLowerInvariant(),
        [.. advice.Bounds.Select(bound => new BoundReport(
            bound.Kind.ToString().ToLowerInvariant(), bound.Rate is { } rate ? Math.Round(rate, 3) : null, bound.Arithmetic))],
        advice.Remarks,
        string.Join('\n', AdviceYaml.Lines(advice)) + "\n");
}

/// <summary>One bound.</summary>
/// <param name="Rate">Null: not said.</param>
internal sealed record BoundReport(string Kind, double? Rate, string Arithmetic);

/// <summary>The JSON of advice.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(AdviceReport))]
internal sealed partial class AdviceJson : JsonSerializerContext;
