using System.Diagnostics;
using System.Globalization;
using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;
using AppHost.Load.Processes;

namespace AppHost.Bench.Scenarios;

/// <summary>Start-up, and memory at rest.</summary>
internal sealed class ReadyScenario : Scenario
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Metric First = new("first answer", "ms");
    private static readonly Metric Settled = new("all started", "ms");
    private static readonly Metric Cpu = new("CPU of the start", "ms");
    private static readonly Metric PerWorker = new("PSS per worker", "MB", 1);
    private static readonly Metric Total = new("PSS of all processes", "MB", 1);

    /// <inheritdoc />
    public override string Name => "ready";

    /// <inheritdoc />
    public override string Title => "Time to ready and memory, by number of workers";

    /// <inheritdoc />
    public override string Description =>
        "From the start of the program to its first 200; until all processes have come to rest (200 ms with less than 10 % of a "
        + "core, to a tenth of a second); the CPU that took. Then memory: the proportional set size (PSS) of all processes, in "
        + "which a page that several share counts once; and the mean of the worker processes alone. A server without a master is "
        + "all worker.";

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Metrics => [First, Settled, Cpu, PerWorker, Total];

    /// <inheritdoc />
    public override IReadOnlyList<PlotRequest> Plots =>
        [new(First, PlotKind.Lines), new(Settled, PlotKind.Lines), new(Total, PlotKind.Lines)];

    /// <inheritdoc />
    public override string Axis => "workers";

    /// <inheritdoc />
    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size)
    {
        Contestant[] few =
        [
            ContestantCatalog.AppHostThreaded, ContestantCatalog.Puma, ContestantCatalog.Gthread, ContestantCatalog.Kestrel,
        ];
        Contestant[] all =
        [
            ContestantCatalog.AppHostAsync, .. few, ContestantCatalog.Nginx, ContestantCatalog.Node, ContestantCatalog.Uwsgi,
            ContestantCatalog.PhpFpm, ContestantCatalog.Go,
        ];
        return
        [
            .. from workers in size.Pick<int[]>([1, 4], [1, 2, 4, 8, 16], [1, 2, 4, 8, 16])
               from one in Among(present, size == RunSize.Quick ? few : all)
               where workers == 1 || one.Concurrency != Concurrency.OneProcess
               select new Case(one, new Sizing(workers, one.Concurrency == Concurrency.Threads ? 4 : 1),
                   new Point("", string.Create(CultureInfo.InvariantCulture, $"N={workers}"), workers)),
        ];
    }

    /// <inheritdoc />
    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(size.Pick(1.2, 2, 2));

    /// <inheritdoc />
    public override async Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context)
    {
        var started = Stopwatch.GetTimestamp();
        using var server = await context.StartAsync(measured);
        var (settled, cpu) = await SettleAsync(server, started, context.Cancelled);
        var pss = server.Pss();
        var workers = server.Workers();
        var perWorker = workers.Count > 0 && measured.Contestant.HasMaster
            ? (double)workers.Sum(Processes.ProcessMemory.PssOf) / workers.Count
            : pss;
        return new Measurement()
            .Set(First, server.TimeToFirstAnswer.TotalMilliseconds)
            .Set(Settled, settled.TotalMilliseconds)
            .Set(Cpu, cpu.TotalMilliseconds)
            .Set(PerWorker, perWorker / 1e6)
            .Set(Total, pss / 1e6);
    }

    private static async Task<(TimeSpan Settled, TimeSpan Cpu)> SettleAsync(RunningServer server, long started, CancellationToken cancelled)
    {
        var quiet = 0;
        var settled = Stopwatch.GetElapsedTime(started);
        var used = CpuOf(server);
        while (quiet < 2 && Stopwatch.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(Look, cancelled);
            var now = CpuOf(server);
            if (now - used < Look * 0.1)
            {
                quiet++;
            }
            else
            {
                quiet = 0;
                settled = Stopwatch.GetElapsedTime(started);
            }
            used = now;
        }
        return (settled, used);
    }

    // Since they were started: their children's, ended or not, included.
    private static TimeSpan CpuOf(RunningServer server) => TimeSpan.FromMicroseconds(
        server.Living().Select(process => ProcessTrees.Read(process.Pid)).Sum(sample => (sample?.Own + sample?.Reaped) ?? 0) / 1e3);
}
