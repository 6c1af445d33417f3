using System.Net;
using System.Text.Json;
using AppHost.Load.Arrivals;
using AppHost.Load.Connections;
using AppHost.Load.Engine;
using AppHost.Load.Ideal;
using AppHost.Load.Reports;
using AppHost.Load.Statistics;

namespace AppHost.Load.Tests.Reports;

public sealed class ReportTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void An_arrivals_file_gives_back_its_intended_starts()
    {
        var result = Result(serviceOf: _ => Millisecond);
        using var text = new StringWriter();
        ArrivalsFile.Write(text, result.Plan, result.Records);
        using var reader = new StringReader(text.ToString());
        Assert.Equal(result.Records.Select(record => record.Start), ArrivalsFile.ReadStarts(reader, "a.csv"));
        Assert.Contains("\n-1000000,0,1000000,useful,200,0\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_no_request_is_named()
    {
        using var reader = new StringReader("# comment\n0,0,1,useful,200,0\nx,0\n");
        var error = Assert.Throws<ArrivalsFileException>(() => ArrivalsFile.ReadStarts(reader, "a.csv"));
        Assert.StartsWith("a.csv:3:1: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ideal_stands_beside_the_measured_with_their_ratio()
    {
        // A request each 2 ms; the ideal server takes 1 ms, the measured one took 3.
        var report = RunReport.Of(Result(_ => 3 * Millisecond), new IdealServer(1, TimeSpan.FromMilliseconds(1)));
        Assert.Equal(1, report.Ideal!.LatencyMs!.P99, tolerance: 0.002);
        Assert.Equal(3, report.Ideal.RatioP50!.Value, tolerance: 0.01);
        Assert.Equal(3, report.Ideal.RatioP99!.Value, tolerance: 0.01);
    }

    [Fact]
    public void Cpu_of_the_server_is_told_per_answer_and_per_useful_one()
    {
        var result = Result(_ => Millisecond, status: i => i % 2 == 0 ? 200 : 503) with { ServerCpu = 10 * Millisecond };
        var cpu = RunReport.Of(result, ideal: null).ServerCpu!;
        Assert.Equal(10_000.0 / 500, cpu.MicrosecondsPerAnswer, tolerance: 0.1);
        Assert.Equal(10_000.0 / 250, cpu.MicrosecondsPerUsefulAnswer!.Value, tolerance: 0.2);
    }

    [Fact]
    public void The_json_report_has_all_figures_and_buckets()
    {
        var report = RunReport.Of(Result(_ => Millisecond), new IdealServer(2, TimeSpan.FromMilliseconds(1)));
        using var json = JsonDocument.Parse(JsonReport.Of(report));
        var root = json.RootElement;
        Assert.Equal(500, root.GetProperty("requests").GetInt64());
        Assert.Equal(500, root.GetProperty("outcomes").GetProperty("useful").GetInt64());
        Assert.Equal(500, root.GetProperty("useful_buckets_ns").EnumerateArray().Sum(bucket => bucket.GetProperty("count").GetInt64()));
        Assert.Equal(1UL, root.GetProperty("setup").GetProperty("seed").GetUInt64());
        Assert.Equal(500, root.GetProperty("rates_per_second").GetProperty("useful").GetDouble(), tolerance: 1);
    }

    [Fact]
    public void The_table_shows_bold_only_where_it_is_wanted()
    {
        var report = RunReport.Of(Result(_ => Millisecond), ideal: null);
        Assert.DoesNotContain('\u001b', TextReport.Of(report, bold: false));
        Assert.Contains('\u001b', TextReport.Of(report, bold: true));
    }

    [Fact]
    public void A_generator_that_is_punctual_and_idle_has_no_warning() =>
        Assert.Empty(Warnings(busy: 0.3, late: 20_000, latency: Millisecond));

    [Fact]
    public void A_generator_without_cpu_to_spare_is_warned_about() =>
        Assert.Contains("bottleneck", Assert.Single(Warnings(busy: 0.95, late: 20_000, latency: Millisecond)), StringComparison.Ordinal);

    [Fact]
    public void A_generator_that_is_late_is_warned_about_unless_the_latency_dwarfs_it()
    {
        Assert.Contains("late", Assert.Single(Warnings(busy: 0.3, late: Millisecond, latency: 2 * Millisecond)), StringComparison.Ordinal);
        Assert.Empty(Warnings(busy: 0.3, late: Millisecond, latency: 50 * Millisecond));
    }

    private static IReadOnlyList<string> Warnings(double busy, long late, long latency)
    {
        var statistics = new RunStatistics(0, long.MaxValue, 1, null);
        for (var i = 0; i < 100; i++)
        {
            statistics.RecordSend(new PendingRequest(0, 0, 0, -1), late, waited: false);
            statistics.RecordEnd(new PendingRequest(0, 0, 0, -1), RequestOutcome.Useful, 200, late, latency);
        }
        return GeneratorHealth.Warnings(busy, statistics);
    }

    // A second of a request each 2 ms on a virtual clock, after one request of warm-up.
    private static RunResult Result(Func<int, long> serviceOf, Func<int, int>? status = null)
    {
        var log = new RequestLog();
        var statistics = new RunStatistics(Millisecond, 1001 * Millisecond, 1, log);
        for (var i = 0; i <= 500; i++)
        {
            var start = i == 0 ? 0 : ((2 * i) - 1) * Millisecond;
            var code = status?.Invoke(i) ?? 200;
            statistics.RecordEnd(new PendingRequest(start, 0, 0, -1), RequestOutcomes.OfStatus(code), code, start, start + serviceOf(i));
        }
        var plan = new LoadPlan
        {
            Target = new Target(new IPEndPoint(IPAddress.Loopback, 1), "http://x", "x"),
            Paths = [new WeightedPath("/", 1)],
            Pacing = new OpenLoop(500, ArrivalKind.Fixed),
            Duration = TimeSpan.FromSeconds(1),
            Seed = 1,
        };
        return new RunResult(plan, statistics, new RunWindow(0, Millisecond, 1001 * Millisecond, long.MaxValue), 1, false,
            GeneratorCpu: Millisecond, BusiestThread: 0.1, ServerCpu: null, RequestLog.Sorted([log]));
    }
}
