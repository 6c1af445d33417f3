using AppHost.Bench.Contestants;
using AppHost.Bench.Machine;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;
using AppHost.Bench.Reports;
using AppHost.Bench.Scenarios;

namespace AppHost.Bench.Tests.Reports;

/// <summary>A small scenario with known figures, and the report of a run of it.</summary>
internal sealed class SampleReport : Scenario
{
    public static readonly Metric Cpu = new("CPU per request", "us", 1);

    public override string Name => "sample";

    public override string Title => "Sample: <figures>";

    public override string Description => "Figures of `a` test.";

    public override IReadOnlyList<Metric> Metrics => [Cpu];

    public override IReadOnlyList<Metric> Compared => [Cpu];

    public override IReadOnlyList<Contestant> References => [ContestantCatalog.Nginx];

    public override IReadOnlyList<PlotRequest> Plots => [new(Cpu, PlotKind.Bars)];

    public override IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size) =>
    [
        new(ContestantCatalog.AppHostThreaded, new Sizing(2, 8)), new(ContestantCatalog.Nginx, new Sizing(2, 1)),
        new(ContestantCatalog.Puma, new Sizing(2, 8)),
    ];

    public override TimeSpan About(RunSize size) => TimeSpan.FromSeconds(1);

    public override Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context) => throw new NotSupportedException();

    /// <summary>Three rounds of AppHost and nginx; Puma failed.</summary>
    public static BenchReport Report()
    {
        var scenario = new SampleReport();
        CaseResult[] cases = [.. scenario.Cases([], RunSize.Quick).Select(one => new CaseResult(one))];
        for (var round = 1; round <= 3; round++)
        {
            cases[0].Add(round, new Measurement().Set(Cpu, 10 * round).Warn(round == 1 ? ["It was late."] : []));
            cases[1].Add(round, new Measurement().Set(Cpu, 5 * round));
        }
        cases[2].Fail("Puma ended with 1: no | such file");
        return new BenchReport(
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "bench/run sample",
            new MachineDescription([("Processor", "Test")], [("nginx", "1.22")]), ["uwsgi (Debian: uwsgi-core)"],
            [new ScenarioResult(scenario, cases) { Commands = ["nginx -g 'daemon off;'"] }])
        {
            Took = TimeSpan.FromSeconds(125),
        };
    }
}
