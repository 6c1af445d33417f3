using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Scenarios;

/// <summary>Waiting and computing at once.</summary>
internal sealed class MixedScenario : Scenario
{
    private const string Small = "/";
    private const string Cpu = "/cpu?ms=5";

    private static readonly Metric P99Small = new("p99 of /", "ms", 1);
    private static readonly Metric P99Sleep = new("p99 of sleep", "ms", 1);
    private static readonly Metric P99Cpu = new("p99 of cpu", "ms", 1);
    private static readonly Metric CpuPerRequest = new("CPU per request", "us");
    private static readonly Metric Failed = new("failed", "");

    /// <inheritdoc />
    public override string Name => "mixed";

    /// <inheritdoc />
    public override string Title => "Mixed: small, waiting and computing requests";

    /// <inheritdoc />
    public override string Description =>
        "200 requests per second in an open loop over 64 random kept connections: of ten requests five are `/`, three block for "
        + "50 ms, two compute for 5 ms. The slots (4 processes of 4 threads, or 16 processes) are loaded by a fifth. What a small "
        + "request suffers shows what its neighbours do to it.";

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Metrics => [P99Small, P99Sleep, P99Cpu, CpuPerRequest, Failed];

    /// <inheritdoc />
    public override IReadOnlyList<PlotRequest> Plots => [new(P99Small, PlotKind.Bars), new(P99Sleep, PlotKind.Bars)];

    /// <inheritdoc />
    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size)
    {
        Contestant[] slotted = [.. Blocking.Slotted, ContestantCatalog.Kestrel, ContestantCatalog.Go];
        Contestant[] few =
        [
            ContestantCatalog.AppHostThreaded, ContestantCatalog.Puma, ContestantCatalog.Kestrel,
        ];
        return [.. Among(present, size == RunSize.Quick ? few : slotted).Select(one => Blocking.Case(one, Point.Only))];
    }

    /// <inheritdoc />
    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(size.Pick(6.3, 15, 26));

    /// <inheritdoc />
    public override async Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context)
    {
        using var server = await context.StartWarmAsync(measured);
        var report = await context.LoadAsync(server, "",
        [
            .. LoadArguments.Open(200, context.Size.Pick(3, 10, 20), 0.5, round), "--connections", "64",
            "--path", Small + ":5", "--path", Blocking.Path + ":3", "--path", Cpu + ":2",
        ]);
        return new Measurement()
            .Set(P99Small, report.UsefulByPathMs[Small].P99)
            .Set(P99Sleep, report.UsefulByPathMs[Blocking.Path].P99)
            .Set(P99Cpu, report.UsefulByPathMs[Cpu].P99)
            .Set(CpuPerRequest, report.ServerCpu!.MicrosecondsPerAnswer)
            .Set(Failed, report.Requests - report.UsefulMs.Count)
            .Warn(report.Generator.Warnings);
    }
}
