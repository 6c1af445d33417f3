using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Scenarios;

/// <summary>New code while users are there.</summary>
internal sealed class ReloadScenario : Scenario
{
    private static readonly Metric Failed = new("failed requests", "");
    private static readonly Metric Closed = new("connections closed", "");
    private static readonly Metric P99 = new("p99", "ms", 1);
    private static readonly Metric Slowest = new("slowest", "ms");
    private static readonly Metric Requests = new("requests", "");

    /// <inheritdoc />
    public override string Name => "reload";

    /// <inheritdoc />
    public override string Title => "Reload under load";

    /// <inheritdoc />
    public override string Description =>
        "300 requests per second (`/`) over 32 random kept connections, 4 worker processes; 2 s into the measured window the "
        + "server is told to take up new code, in its own way. Failed are requests that the client did not get a 200 for, without "
        + "any retry; closed are kept connections that the server closed, announced (`Connection: close`) or not. Servers without "
        + "a reload are stopped and started, as a service manager restarts them.";

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Metrics => [Failed, Closed, P99, Slowest, Requests];

    /// <inheritdoc />
    public override IReadOnlyList<PlotRequest> Plots => [new(Failed, PlotKind.Bars), new(P99, PlotKind.Bars)];

    /// <inheritdoc />
    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size)
    {
        Contestant[] few =
        [
            ContestantCatalog.AppHostThreaded, ContestantCatalog.AppHostThreadedSockets, ContestantCatalog.Nginx, ContestantCatalog.Kestrel,
            ContestantCatalog.Puma, ContestantCatalog.Gthread,
        ];
        Contestant[] all =
        [
            ContestantCatalog.AppHostAsync, .. few, ContestantCatalog.Go, ContestantCatalog.GunicornSync, ContestantCatalog.Uwsgi,
            ContestantCatalog.PhpFpm,
        ];
        return
        [
            .. Among(present, size == RunSize.Quick ? few : all).Select(one => new Case(
                one, new Sizing(4, one.Concurrency == Concurrency.Threads ? 4 : 1), new Point("", one.Reload!.Text, 0))),
        ];
    }

    /// <inheritdoc />
    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(size.Pick(9.3, 18, 26));

    /// <inheritdoc />
    public override async Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context)
    {
        using var server = await context.StartWarmAsync(measured);
        var action = measured.Contestant.Reload!;
        var load = context.LoadAsync(server, measured.Contestant.HelloPath,
            [.. LoadArguments.Open(300, context.Size.Pick(6, 13, 18), 1, round), "--connections", "32"]);
        var reload = ReloadAsync(server, action, context.Cancelled);
        var report = await load;
        await reload;
        if (server.Ended() is { } reason)
            throw new MeasureException($"{measured.Contestant.Name} did not survive its reload: {reason}");
        var ends = report.Connections.Ended;
        return new Measurement()
            .Set(Failed, report.Requests - report.UsefulMs.Count)
            .Set(Closed, ends["closed-idle"] + ends["closed-announced"] + ends["failed-request"])
            .Set(P99, report.UsefulMs.P99)
            .Set(Slowest, Math.Max(report.UsefulMs.Max, report.OtherAnswersMs.Max))
            .Set(Requests, report.Requests)
            .Warn(report.Generator.Warnings);
    }

    private static async Task ReloadAsync(RunningServer server, ReloadAction action, CancellationToken cancelled)
    {
        // A second of warm-up and two of the window.
        await Task.Delay(TimeSpan.FromSeconds(3), cancelled);
        if (action.FifoOrder is { } order)
            await File.WriteAllTextAsync(Path.Combine(server.Place.Folder, "fifo"), order, cancelled);
        else if (action.Restarts)
            await server.RestartAsync(action.Signal, cancelled);
        else
            _ = Processes.Signals.Send(server.Roots[0], action.Signal);
    }
}
