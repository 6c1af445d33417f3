using System.Globalization;
using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Scenarios;

/// <summary>Whether a request gets dearer as workers, threads and connections grow.</summary>
internal sealed class CrowdScenario : Scenario
{
    private const string Workers = "workers N";
    private const string Threads = "threads M";
    private const string Connections = "connections";

    private static readonly Metric Cpu = new("CPU per request", "us", 1);
    private static readonly Metric P50 = new("p50", "ms", 2);
    private static readonly Metric P99 = new("p99", "ms", 2);
    private static readonly Metric Failed = new("failed", "");

    /// <inheritdoc />
    public override string Name => "crowd";

    /// <inheritdoc />
    public override string Title => "Crowd: cost as workers, threads and connections grow";

    /// <inheritdoc />
    public override string Description =>
        "1000 small requests per second (`/`) in an open loop over random kept connections: the work is the same at every "
        + "point, so the CPU per request should be. One of three grows: N (with 4 threads, 64 connections), M (with 2 workers, 64 "
        + "connections), connections (with 2 workers of 4 threads). At this rate processes sleep between requests, and each "
        + "wake-up is paid for: figures are higher than in hello.";

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Metrics => [Cpu, P50, P99, Failed];

    /// <inheritdoc />
    public override IReadOnlyList<PlotRequest> Plots => [new(Cpu, PlotKind.Lines), new(P99, PlotKind.Lines)];

    /// <inheritdoc />
    public override string Axis => "number";

    /// <inheritdoc />
    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size) =>
    [
        .. from n in size.Pick<int[]>([8], [1, 2, 4, 8, 16], [1, 2, 4, 8, 16, 32])
           from one in Among(present, Of(size, ContestantCatalog.Puma))
           select Case(one, n, 4, Workers, n),
        .. from m in size.Pick<int[]>([64], [4, 16, 64, 256], [4, 16, 64, 256])
           from one in Among(present, ContestantCatalog.AppHostThreaded, ContestantCatalog.Puma)
           select Case(one, 2, m, Threads, m),
        .. from c in size.Pick<int[]>([1024], [16, 256, 1024, 4096], [16, 64, 256, 1024, 4096])
           from one in Among(present, Of(size, ContestantCatalog.Nginx))
           select Case(one, 2, 4, Connections, c),
    ];

    /// <inheritdoc />
    public override int Rounds(RunSize size) => size.Pick(1, 2, 3);

    /// <inheritdoc />
    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(size.Pick(6.5, 11, 15));

    /// <inheritdoc />
    public override async Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context)
    {
        using var server = await context.StartWarmAsync(measured);
        var connections = measured.Point.Series == Connections ? measured.Point.X : 64;
        var report = await context.LoadAsync(server, "/",
        [
            .. LoadArguments.Open(1000, context.Size.Pick(2, 4, 6), measured.Point.Series == Connections ? 3 : 1, round),
            "--connections", LoadArguments.Text(connections),
        ]);
        return new Measurement()
            .Set(Cpu, report.ServerCpu!.MicrosecondsPerAnswer)
            .Set(P50, report.UsefulMs.P50)
            .Set(P99, report.UsefulMs.P99)
            .Set(Failed, report.Requests - report.UsefulMs.Count)
            .Warn(report.Generator.Warnings);
    }

    private static Contestant[] Of(RunSize size, Contestant peer)
    {
        Contestant[] few = [ContestantCatalog.AppHostThreaded, ContestantCatalog.AppHostAsync];
        return size == RunSize.Quick ? few : [.. few, ContestantCatalog.AppHostAsyncSockets, peer];
    }

    private static Case Case(Contestant one, int workers, int threads, string series, int x) => new(
        one, new Sizing(workers, one.Concurrency == Concurrency.Threads ? threads : 1),
        new Point(series, string.Create(CultureInfo.InvariantCulture, $"{x}"), x));
}
