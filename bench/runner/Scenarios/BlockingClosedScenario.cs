using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Scenarios;

/// <summary>Blocking handlers, as many clients as slots.</summary>
internal sealed class BlockingClosedScenario : Scenario
{
    private static readonly Metric Share = new("share of the ideal", "%", 1);
    private static readonly Metric P50 = new("p50", "ms", 1);
    private static readonly Metric P99 = new("p99", "ms", 1);
    private static readonly Metric Cpu = new("CPU per request", "us");
    private static readonly Metric Failed = new("failed", "");

    /// <inheritdoc />
    public override string Name => "blocking-closed";

    /// <inheritdoc />
    public override string Title => "Blocking, closed loop: 16 clients on 16 slots";

    /// <inheritdoc />
    public override string Description =>
        "`/sleep?ms=50` holds a thread for 50 ms, as a slow database would. 4 processes of 4 threads (16 processes where a "
        + "process runs one request), 16 kept connections, each sending its next request when the last is answered: at best 320 "
        + "requests per second. What is missing is requests that waited behind a busy worker while another was idle. Kestrel "
        + "alone has no slots, but a thread pool that grows by about one thread a second when code blocks.";

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Metrics => [Share, P50, P99, Cpu, Failed];

    /// <inheritdoc />
    public override IReadOnlyList<PlotRequest> Plots => [new(Share, PlotKind.Bars), new(P99, PlotKind.Bars)];

    /// <inheritdoc />
    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size) =>
    [
        .. Among(present, [.. Blocking.Slotted, ContestantCatalog.Kestrel])
            // A quick run has no time for the warm-up of so many .NET processes; php-fpm differs little from Gunicorn's sync workers here.
            .Where(one => size != RunSize.Quick || (one != ContestantCatalog.AppHostSync && one != ContestantCatalog.PhpFpm))
            .Select(one => Blocking.Case(one, Point.Only)),
    ];

    /// <inheritdoc />
    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(size.Pick(7.5, 14, 22));

    /// <inheritdoc />
    public override async Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context)
    {
        using var server = await context.StartWarmAsync(measured);
        var report = await context.LoadAsync(server, Blocking.Path,
            [.. LoadArguments.Closed(16, context.Size.Pick(3, 6, 10), context.Size.Pick(0.5, 1, 1), round), "--ideal", Blocking.Ideal]);
        return new Measurement()
            .Set(Share, report.Ideal!.UsefulShareOfBest * 100)
            .Set(P50, report.UsefulMs.P50)
            .Set(P99, report.UsefulMs.P99)
            .Set(Cpu, report.ServerCpu!.MicrosecondsPerAnswer)
            .Set(Failed, report.Requests - report.UsefulMs.Count)
            .Warn(report.Generator.Warnings);
    }
}
