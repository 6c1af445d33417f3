using System.Globalization;
using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Scenarios;

/// <summary>Blocking handlers, users who do not wait for each other.</summary>
internal sealed class BlockingOpenScenario : Scenario
{
    private const string Fresh = "fresh connections";
    private const string Kept = "random kept connection";

    private static readonly Metric Ratio = new("p99 / ideal p99", "", 2);
    private static readonly Metric P50 = new("p50", "ms", 1);
    private static readonly Metric P99 = new("p99", "ms", 1);
    private static readonly Metric IdealP99 = new("ideal p99", "ms", 1);
    private static readonly Metric Failed = new("failed", "");

    /// <inheritdoc />
    public override string Name => "blocking-open";

    /// <inheritdoc />
    public override string Title => "Blocking, open loop: the tail at 70 % and 87.5 % of capacity";

    /// <inheritdoc />
    public override string Description =>
        "The same servers with 16 slots of 50 ms, now under Poisson arrivals that do not wait for answers: 224 and 280 requests "
        + "per second. Latency counts from the intended start. The ideal is one queue before 16 slots, simulated with the very "
        + "same arrivals; a ratio of 1 means that no request waited while a slot was free anywhere. Each request on a fresh "
        + "connection, or on a uniformly random idle one of 64 (70 %) or 128 kept connections.";

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Metrics => [Ratio, P50, P99, IdealP99, Failed];

    /// <inheritdoc />
    public override IReadOnlyList<PlotRequest> Plots => [new(Ratio, PlotKind.Bars)];

    /// <inheritdoc />
    public override string Axis => "% of capacity";

    /// <inheritdoc />
    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size)
    {
        var servers = size == RunSize.Quick
            ? Among(
                present, ContestantCatalog.AppHostThreaded, ContestantCatalog.AppHostThreadedSockets, ContestantCatalog.Puma,
                ContestantCatalog.Gthread)
            : Among(present, Blocking.Slotted);
        return
        [
            .. from series in new[] { Fresh, Kept }
               from load in size.Pick<double[]>([87.5], [70, 87.5], [70, 87.5])
               from one in servers
               // It closes each connection after its answer.
               where series == Fresh || one != ContestantCatalog.GunicornSync
               where size != RunSize.Quick || series == Kept || one != ContestantCatalog.Gthread
               select Blocking.Case(one, new Point(series, string.Create(CultureInfo.InvariantCulture, $"{load} %"), load)),
        ];
    }

    /// <inheritdoc />
    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(size.Pick(7.6, 19, 35));

    /// <inheritdoc />
    public override async Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context)
    {
        var load = measured.Point.X;
        string[] connections = measured.Point.Series == Fresh ? ["--fresh"] : ["--connections", load > 80 ? "128" : "64"];
        using var server = await context.StartWarmAsync(measured);
        var report = await context.LoadAsync(server, Blocking.Path,
        [
            .. LoadArguments.Open(Blocking.Capacity * load / 100, context.Size.Pick(4, 14, 28), 1, round),
            .. connections, "--ideal", Blocking.Ideal,
        ]);
        return new Measurement()
            .Set(Ratio, report.Ideal!.RatioP99 ?? double.NaN)
            .Set(P50, report.UsefulMs.P50)
            .Set(P99, report.UsefulMs.P99)
            .Set(IdealP99, report.Ideal.LatencyMs!.P99)
            .Set(Failed, report.Requests - report.UsefulMs.Count)
            .Warn(report.Generator.Warnings);
    }
}
