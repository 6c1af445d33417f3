using System.Text.RegularExpressions;
using AppHost.Host.Control.Metrics;
using AppHost.Host.Control.Status;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Control.Metrics;

public sealed partial class MetricsPageTests : IDisposable
{
    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();

    public void Dispose() => _scoreboard.Dispose();

    [Fact]
    public void Every_line_is_of_the_format_and_every_family_is_announced_once()
    {
        string[] lines = Write().TrimEnd('\n').Split('\n');
        Assert.Equal("# EOF", lines[^1]);
        string family = "";
        var families = new HashSet<string>();
        foreach (string line in lines[..^1])
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.True(families.Add(family), line);
                continue;
            }

            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                Assert.Equal(family, line.Split(' ')[2]);
                continue;
            }

            Assert.Matches(Sample(), line);
            Assert.StartsWith(family, line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_workers_did_is_summed()
    {
        WorkerRegion region = _scoreboard.Region(0);
        for (int i = 0; i < 3; i++) region.ServiceTime(0).Add(40_000_000);
        string page = Write(RequestDurations.Of(region).Plus(RequestDurations.Of(region)));
        Assert.Contains("http_server_request_duration_seconds_count 6\n", page, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_bucket{le=\"0.05\"} 6\n", page, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_bucket{le=\"0.025\"} 0\n", page, StringComparison.Ordinal);
        Assert.Contains("http_server_active_requests 6\n", page, StringComparison.Ordinal);
        Assert.Contains("apphost_requests_rejected_total{reason=\"queue-full\"} 0\n", page, StringComparison.Ordinal);
        Assert.Contains("process_memory_usage_bytes{worker=\"0\",pid=\"4712\"} 2048\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_have_counts_by_name()
    {
        ClassStatus reports = new("reports", 3, 40, 5) { QueueSeconds = 1.5, ServiceSeconds = 20 };
        string page = MetricsPage.Write(Samples.Status with { Classes = [reports] });
        Assert.Contains("apphost_class_requests_inside{class=\"reports\"} 3\n", page, StringComparison.Ordinal);
        Assert.Contains("apphost_class_requests_total{class=\"reports\"} 40\n", page, StringComparison.Ordinal);
        Assert.Contains("apphost_class_requests_rejected_total{class=\"reports\"} 5\n", page, StringComparison.Ordinal);
        Assert.Contains("apphost_class_queue_time_seconds_total{class=\"reports\"} 1.5\n", page, StringComparison.Ordinal);
        Assert.Contains("apphost_class_service_time_seconds_total{class=\"reports\"} 20\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("apphost_class", Write(), StringComparison.Ordinal);
    }

    private static string Write(RequestDurations? durations = null) => MetricsPage.Write(Samples.Status with
    {
        Durations = durations,
        Classes = [],
        Workers = [Samples.Worker with { Process = new ProcessStatus(1024, 2048, 1.5, 0.01, 3, 4096, 0.002, 0) }],
        Listeners = [new ListenerStatus("http://127.0.0.1:8080", new Gauge(3, 128)), new ListenerStatus("unix:/run/a.sock", null)],
    });

    [GeneratedRegex("""^[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? -?[0-9][0-9.E+-]*$""")]
    private static partial Regex Sample();
}
