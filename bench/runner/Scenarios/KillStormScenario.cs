using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;
using AppHost.Bench.Processes;

namespace AppHost.Bench.Scenarios;

/// <summary>Workers die, one after the other.</summary>
internal sealed class KillStormScenario : Scenario
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(700);

    private static readonly Metric PerKill = new("failed per kill", "", 1);
    private static readonly Metric Failed = new("failed requests", "%", 2);
    private static readonly Metric P99 = new("p99", "ms", 1);
    private static readonly Metric Kills = new("kills", "");
    private static readonly Metric Back = new("workers at the end", "");

    /// <inheritdoc />
    public override string Name => "kill-storm";

    /// <inheritdoc />
    public override string Title => "Kill storm: SIGKILL to a random worker every 0.7 s";

    /// <inheritdoc />
    public override string Description =>
        "200 requests per second of 10 ms each (`/sleep?ms=10`) over 32 random kept connections, 4 worker processes (4 threads "
        + "each where there are threads). A process that dies takes the requests that it runs with it; how many others fail, and "
        + "how soon it is replaced, is up to the master. Idle kept connections of the dead worker break as well: a request sent "
        + "at that moment fails (`closed-on-reuse`).";

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Metrics => [PerKill, Failed, P99, Kills, Back];

    /// <inheritdoc />
    public override IReadOnlyList<PlotRequest> Plots => [new(PerKill, PlotKind.Bars)];

    /// <inheritdoc />
    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size)
    {
        Contestant[] few = [ContestantCatalog.AppHostThreaded, ContestantCatalog.Puma, ContestantCatalog.Gthread];
        Contestant[] all =
        [
            .. few, ContestantCatalog.AppHostSync, ContestantCatalog.GunicornSync, ContestantCatalog.Uwsgi, ContestantCatalog.PhpFpm,
            ContestantCatalog.Node,
        ];
        return
        [
            .. Among(present, size == RunSize.Quick ? few : all)
                .Select(one => new Case(one, new Sizing(4, one.Concurrency == Concurrency.Threads ? 4 : 1))),
        ];
    }

    /// <inheritdoc />
    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(size.Pick(9, 13, 19));

    /// <inheritdoc />
    public override async Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context)
    {
        using var server = await context.StartWarmAsync(measured);
        var seconds = context.Size.Pick(5, 8, 12);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.Cancelled);
        var load = context.LoadAsync(server, "/sleep?ms=10",
            [.. LoadArguments.Open(200, seconds, 1, round), "--connections", "32", "--timeout", "3s"]);
        // Not while the generator waits for the last answers.
        end.CancelAfter(TimeSpan.FromSeconds(seconds + 1));
        var kills = KillAsync(server, new Random(round), end.Token);
        var report = await load;
        var killed = await kills;
        double failed = report.Requests - report.UsefulMs.Count;
        return new Measurement()
            .Set(PerKill, failed / killed)
            .Set(Failed, failed / report.Requests * 100)
            .Set(P99, report.UsefulMs.P99)
            .Set(Kills, killed)
            .Set(Back, server.Workers().Count)
            .Warn(report.Generator.Warnings);
    }

    // The same choice by index for all servers in a round.
    private static async Task<int> KillAsync(RunningServer server, Random random, CancellationToken end)
    {
        var killed = 0;
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(1.2), end);
            while (true)
            {
                var workers = server.Workers();
                if (workers.Count > 0 && Signals.Send(workers[random.Next(workers.Count)], Signals.Kill))
                    killed++;
                await Task.Delay(Gap, end);
            }
        }
        catch (OperationCanceledException)
        {
            return killed;
        }
    }
}
