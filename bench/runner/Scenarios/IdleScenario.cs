using System.Net.Sockets;
using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Scenarios;

/// <summary>What an idle connection costs.</summary>
internal sealed class IdleScenario : Scenario
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    private static readonly Metric Bytes = new("memory per idle connection", "bytes");
    private static readonly Metric Pss = new("PSS with all of them", "MB", 1);
    private static readonly Metric Cpu = new("CPU while idle", "% of a core", 2);
    private static readonly Metric Held = new("connections held", "");

    /// <inheritdoc />
    public override string Name => "idle";

    /// <inheritdoc />
    public override string Title => "Idle kept connections";

    /// <inheritdoc />
    public override string Description =>
        "Kept connections are opened, each makes one request and stays silent. 500 of them warm the server up; what its "
        + "processes then grow by (PSS, without the kernel's buffers) for each further one is the figure. CPU is what all "
        + "processes use in the second after.";

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Metrics => [Bytes, Pss, Cpu, Held];

    /// <inheritdoc />
    public override IReadOnlyList<PlotRequest> Plots => [new(Bytes, PlotKind.Bars)];

    /// <inheritdoc />
    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size)
    {
        Contestant[] few =
        [
            ContestantCatalog.AppHostAsync, ContestantCatalog.AppHostAsyncSockets, ContestantCatalog.AppHostThreaded, ContestantCatalog.Nginx,
            ContestantCatalog.Kestrel, ContestantCatalog.Go,
        ];
        // Gunicorn keeps at most worker_connections (1000), uWSGI gives each its thread: they have no idle connections in this number.
        return
        [
            .. Among(present, size == RunSize.Quick ? few : [.. few, ContestantCatalog.Node, ContestantCatalog.Puma])
                .Select(one => new Case(one, new Sizing(2, one.Concurrency == Concurrency.Threads ? 4 : 1))),
        ];
    }

    /// <inheritdoc />
    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(size.Pick(4, 6.5, 6.5));

    /// <inheritdoc />
    public override async Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context)
    {
        using var server = await context.StartAsync(measured);
        var connections = new List<Socket>();
        try
        {
            await OpenAsync(500, connections, server, measured.Contestant.HelloPath, context.Cancelled);
            await Task.Delay(Settle, context.Cancelled);
            var before = server.Pss();
            var wanted = context.Size.Pick(3000, 8000, 8000);
            await OpenAsync(wanted, connections, server, measured.Contestant.HelloPath, context.Cancelled);
            await Task.Delay(Settle, context.Cancelled);
            var after = server.Pss();
            var cpu = server.Cpu();
            await Task.Delay(Settle, context.Cancelled);
            cpu.Sample();
            // A closed connection is readable.
            var held = connections.Count(connection => !connection.Poll(0, SelectMode.SelectRead));
            return new Measurement()
                .Set(Bytes, (double)(after - before) / wanted)
                .Set(Pss, after / 1e6)
                .Set(Cpu, cpu.Total / (Settle.TotalSeconds * 1e9) * 100)
                .Set(Held, held);
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    private static async Task OpenAsync(int count, List<Socket> connections, RunningServer server, string path, CancellationToken cancelled)
    {
        // A few at a time: that many at once would be a test of the backlog.
        const int AtOnce = 20;
        for (var left = count; left > 0; left -= AtOnce)
        {
            var opened = await Task.WhenAll(
                Enumerable.Range(0, Math.Min(left, AtOnce)).Select(_ => HttpProbe.OpenAsync(server.Place.Port, path, cancelled)));
            connections.AddRange(opened.OfType<Socket>());
        }
        if (connections.Count < count)
            throw new MeasureException($"only {connections.Count} connections could be opened");
    }
}
