using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Scenarios;

/// <summary>The cost of a request that does nothing.</summary>
internal sealed class HelloScenario : Scenario
{
    private const int Connections = 32;

    // All of them can serve it with a core to spare, so that p99 is their own and not that of a queue.
    private const int Rate = 1000;

    // Variants that a quick run does without.
    private static readonly Contestant[] Spared = [ContestantCatalog.NginxFile, ContestantCatalog.KestrelBytes];

    private static readonly Metric Cpu = new("CPU per request", "us", 1);
    private static readonly Metric Throughput = new("throughput", "req/s");
    private static readonly Metric P99 = new("p99 at 1000/s", "ms", 2);
    private static readonly Metric Failed = new("failed", "");

    /// <inheritdoc />
    public override string Name => "hello";

    /// <inheritdoc />
    public override string Title => "Hello: the cost of a small request";

    /// <inheritdoc />
    public override string Description =>
        "`GET /`, 13 bytes, keep-alive, one worker process for each core (8 threads each where there are threads). wrk with "
        + $"{Connections} connections keeps the server busy: CPU per request is user and system time of all of the server's "
        + "processes, divided by the answers. It hardly depends on what else the machine does; throughput does, and wrk takes its "
        + $"share of the cores. p99 is taken apart, in an open loop of {Rate} requests per second over as many random kept "
        + "connections. Gunicorn's sync worker knows no keep-alive: it pays for a connection with each request. AppHost's queue "
        + "is as long as there are connections, so that it refuses none of them.";

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Metrics => [Cpu, Throughput, P99, Failed];

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Compared => [Cpu];

    /// <inheritdoc />
    public override IReadOnlyList<Contestant> References => [ContestantCatalog.Nginx, ContestantCatalog.Kestrel, ContestantCatalog.Puma];

    /// <inheritdoc />
    public override IReadOnlyList<PlotRequest> Plots => [new(Cpu, PlotKind.Bars), new(Throughput, PlotKind.Bars), new(P99, PlotKind.Bars)];

    /// <inheritdoc />
    public override bool NeedsWrk => true;

    /// <inheritdoc />
    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size) =>
        [.. present.Except(size == RunSize.Quick ? Spared : []).Select(one => new Case(one, SizeOf(one)) { Queue = Connections })];

    /// <inheritdoc />
    public override int Rounds(RunSize size) => size.Pick(2, 5, 7);

    /// <inheritdoc />
    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(size.Pick(6.0, 13, 19));

    /// <inheritdoc />
    public override async Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context)
    {
        var path = measured.Contestant.HelloPath;
        using var server = await context.StartAsync(measured);
        // The first seconds compile, where there is a compiler.
        await context.WrkAsync(server, path, Connections, TimeSpan.FromSeconds(context.Size.Pick(2.4, 5, 8)));
        var cpu = server.Cpu();
        var wrk = await context.WrkAsync(server, path, Connections, TimeSpan.FromSeconds(context.Size.Pick(1, 4, 6)));
        cpu.Sample();
        var open = await context.LoadAsync(server, path,
            [.. LoadArguments.Open(Rate, context.Size.Pick(1.0, 2, 3), 0.2, round), "--connections", LoadArguments.Text(Connections)]);
        return new Measurement()
            .Set(Cpu, cpu.Total / 1e3 / wrk.Requests)
            .Set(Throughput, wrk.PerSecond)
            .Set(P99, open.UsefulMs.P99)
            .Set(Failed, wrk.Failed + open.Requests - open.UsefulMs.Count)
            .Warn(open.Generator.Warnings);
    }

    private static Sizing SizeOf(Contestant contestant) => contestant.Concurrency switch
    {
        Concurrency.Threads => new Sizing(Environment.ProcessorCount, 8),
        Concurrency.OneProcess => new Sizing(1, Environment.ProcessorCount),
        _ => new Sizing(Environment.ProcessorCount, 1),
    };
}
