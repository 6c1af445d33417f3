using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Scenarios;

/// <summary>Handlers that compute.</summary>
internal sealed class CpuBoundScenario : Scenario
{
    private static readonly Metric Share = new("share of the cores", "%", 1);
    private static readonly Metric P50 = new("p50", "ms", 1);
    private static readonly Metric P99 = new("p99", "ms", 1);
    private static readonly Metric Cpu = new("CPU per request", "ms", 2);
    private static readonly Metric Failed = new("failed", "");

    /// <inheritdoc />
    public override string Name => "cpu-bound";

    /// <inheritdoc />
    public override string Title => "CPU-bound: handlers that compute for 20 ms";

    /// <inheritdoc />
    public override string Description =>
        "`/cpu?ms=20` uses 20 ms of CPU. Twice as many kept connections as cores in a closed loop; the best is 50 requests per "
        + "second and core. One process for each core, one thread in each (4 where there are threads, as one would run them). "
        + "More threads than cores make a request share a core with others: same throughput, longer latency.";

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Metrics => [Share, P50, P99, Cpu, Failed];

    /// <inheritdoc />
    public override IReadOnlyList<PlotRequest> Plots => [new(Share, PlotKind.Bars), new(P99, PlotKind.Bars)];

    /// <inheritdoc />
    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size)
    {
        var servers = present.Where(one => one.Concurrency != Concurrency.None && !one.IsVariant);
        if (size == RunSize.Quick)
        {
            servers = Among(
                present, ContestantCatalog.AppHostThreaded, ContestantCatalog.Kestrel, ContestantCatalog.Go, ContestantCatalog.Puma,
                ContestantCatalog.Uwsgi);
        }
        return
        [
            .. servers.Select(one => new Case(one, new Sizing(Environment.ProcessorCount, one.Concurrency == Concurrency.Threads ? 4 : 1))),
        ];
    }

    /// <inheritdoc />
    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(size.Pick(5, 10, 16));

    /// <inheritdoc />
    public override async Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context)
    {
        using var server = await context.StartWarmAsync(measured);
        var cores = Environment.ProcessorCount;
        var report = await context.LoadAsync(server, "/cpu?ms=20",
            LoadArguments.Closed(2 * cores, context.Size.Pick(2.5, 6, 10), 0.5, round));
        return new Measurement()
            .Set(Share, report.RatesPerSecond.Useful / (50.0 * cores) * 100)
            .Set(P50, report.UsefulMs.P50)
            .Set(P99, report.UsefulMs.P99)
            .Set(Cpu, report.ServerCpu!.MicrosecondsPerAnswer / 1e3)
            .Set(Failed, report.Requests - report.UsefulMs.Count)
            .Warn(report.Generator.Warnings);
    }
}
