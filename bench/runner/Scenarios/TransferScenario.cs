using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Scenarios;

/// <summary>Large bodies.</summary>
internal sealed class TransferScenario : Scenario
{
    private const string Down = "10 MiB down";
    private const string Up = "10 MiB up";
    private const int Bytes = 10 * 1024 * 1024;

    private static readonly Metric Cpu = new("CPU per 10 MiB", "ms", 2);
    private static readonly Metric Speed = new("speed", "MiB/s");
    private static readonly Metric P50 = new("p50", "ms", 1);
    private static readonly Metric Failed = new("failed", "");

    /// <inheritdoc />
    public override string Name => "transfer";

    /// <inheritdoc />
    public override string Title => "Transfer: 10 MiB down and up";

    /// <inheritdoc />
    public override string Description =>
        "4 kept connections in a closed loop over loopback. Down: the app writes 10 MiB in blocks of 64 KiB; nginx sends a file "
        + "by sendfile(2). Up: the app reads the body and answers with its length. CPU per transfer is that of the server's "
        + "processes.";

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Metrics => [Cpu, Speed, P50, Failed];

    /// <inheritdoc />
    public override IReadOnlyList<PlotRequest> Plots => [new(Cpu, PlotKind.Bars)];

    /// <inheritdoc />
    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size)
    {
        var servers = size == RunSize.Quick
            ? [.. Among(present, ContestantCatalog.AppHostAsync, ContestantCatalog.AppHostAsyncSockets, ContestantCatalog.NginxFile,
                ContestantCatalog.Kestrel, ContestantCatalog.Go)]
            : present.Where(one => one != ContestantCatalog.Nginx && one != ContestantCatalog.KestrelBytes);
        return
        [
            .. from series in new[] { Down, Up }
               from one in servers
               where series == Down || one.Concurrency != Concurrency.None
               select new Case(one, SizeOf(one), new Point(series, "", 0)),
        ];
    }

    private static Sizing SizeOf(Contestant one) => new(Environment.ProcessorCount, one.Concurrency == Concurrency.Threads ? 4 : 1);

    /// <inheritdoc />
    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(size.Pick(3.5, 7, 11));

    /// <inheritdoc />
    public override async Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context)
    {
        using var server = await context.StartAsync(measured);
        var window = LoadArguments.Closed(4, context.Size.Pick(1.5, 4, 8), context.Size.Pick(0.7, 1, 1), round);
        var report = measured.Point.Series == Down
            ? await context.LoadAsync(server, $"/download?bytes={Bytes}", window)
            : await context.LoadAsync(server, "/upload", [.. window, "--method", "POST", "--body-size", "10MiB"]);
        return new Measurement()
            .Set(Cpu, report.ServerCpu!.MicrosecondsPerAnswer / 1e3)
            .Set(Speed, report.RatesPerSecond.Useful * 10)
            .Set(P50, report.UsefulMs.P50)
            .Set(Failed, report.Requests - report.UsefulMs.Count);
    }
}
