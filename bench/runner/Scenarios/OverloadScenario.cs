using System.Globalization;
using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Scenarios;

/// <summary>More than can be served.</summary>
internal sealed class OverloadScenario : Scenario
{
    private const string Fresh = "fresh connections";
    private const string Kept = "random kept connection";

    private static readonly Metric Goodput = new("goodput / capacity", "%", 1);
    private static readonly Metric P99 = new("p99 of useful", "ms", 0);
    private static readonly Metric Refused = new("answered 503", "%", 1);
    private static readonly Metric TimedOut = new("no answer in time", "%", 1);
    private static readonly Metric Other = new("other failures", "%", 1);
    private static readonly Metric Cpu = new("CPU", "cores", 2);

    /// <inheritdoc />
    public override string Name => "overload";

    /// <inheritdoc />
    public override string Title => "Overload: useful answers at 2 to 10 times capacity";

    /// <inheritdoc />
    public override string Description =>
        "The same 16 slots of 50 ms (capacity 320 requests per second), under Poisson arrivals of a multiple of that. The "
        + "client gives up after 1 s and closes the connection, as users and load balancers do. Goodput is what was answered with "
        + "200 within that second. A server that works through a queue older than its clients' patience computes answers for "
        + "nobody.";

    /// <inheritdoc />
    public override IReadOnlyList<Metric> Metrics => [Goodput, P99, Refused, TimedOut, Other, Cpu];

    /// <inheritdoc />
    public override IReadOnlyList<PlotRequest> Plots => [new(Goodput, PlotKind.Lines)];

    /// <inheritdoc />
    public override string Axis => "offered load, times capacity";

    /// <inheritdoc />
    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size)
    {
        var servers = size == RunSize.Quick
            ? Among(
                present, ContestantCatalog.AppHostThreaded, ContestantCatalog.AppHostThreadedSockets, ContestantCatalog.Puma,
                ContestantCatalog.Gthread)
            : Among(present, Blocking.Slotted.Except([ContestantCatalog.GunicornSync]));
        return
        [
            .. from series in new[] { Fresh, Kept }
               from times in size.Pick<double[]>([3], [2, 3, 5, 10], [1, 2, 3, 5, 10])
               from one in servers
               select Blocking.Case(one, new Point(series, string.Create(CultureInfo.InvariantCulture, $"{times}x"), times)),
        ];
    }

    /// <inheritdoc />
    public override int Rounds(RunSize size) => size.Pick(1, 2, 3);

    /// <inheritdoc />
    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(size.Pick(7.3, 13, 20));

    /// <inheritdoc />
    public override async Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context)
    {
        // Enough kept connections that one is idle for each arrival: a second's worth of requests may be waiting.
        var rate = Blocking.Capacity * measured.Point.X;
        string[] connections = measured.Point.Series == Fresh
            ? ["--fresh"]
            : ["--connections", LoadArguments.Text(Math.Ceiling(rate * 1.2))];
        using var server = await context.StartWarmAsync(measured);
        var seconds = context.Size.Pick(3, 7, 12);
        // Until a queue has become as long as it will, which takes longer than the client's patience.
        var report = await context.LoadAsync(server, Blocking.Path,
            [.. LoadArguments.Open(rate, seconds, 2, round), .. connections, "--timeout", "1s"]);
        double all = report.Requests, refused = report.Outcomes["status-503"];
        double timedOut = report.Outcomes["timeout"] + report.Outcomes["timeout-unsent"] + report.Outcomes["connect-timeout"];
        return new Measurement()
            .Set(Goodput, report.RatesPerSecond.Useful / Blocking.Capacity * 100)
            .Set(P99, report.UsefulMs.Count > 0 ? report.UsefulMs.P99 : double.NaN)
            .Set(Refused, refused / all * 100)
            .Set(TimedOut, timedOut / all * 100)
            .Set(Other, (all - refused - timedOut - report.UsefulMs.Count) / all * 100)
            .Set(Cpu, report.ServerCpu!.Seconds / report.WindowSeconds)
            .Warn(report.Generator.Warnings);
    }
}
