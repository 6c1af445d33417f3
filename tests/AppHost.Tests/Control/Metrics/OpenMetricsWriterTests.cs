using AppHost.Host.Control.Metrics;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Control.Metrics;

public sealed class OpenMetricsWriterTests
{
    private readonly OpenMetricsWriter _writer = new();

    [Fact]
    public void A_counter_has_its_ending_and_a_gauge_none()
    {
        _writer.Counter("a_b", "Text.", [(OpenMetricsWriter.Label("x", "1"), 3)]);
        _writer.Gauge("c_seconds", "More.", 0.25);
        Assert.Equal(
            "# TYPE a_b counter\n# HELP a_b Text.\na_b_total{x=\"1\"} 3\n"
            + "# TYPE c_seconds gauge\n# UNIT c_seconds seconds\n# HELP c_seconds More.\nc_seconds 0.25\n# EOF\n",
            _writer.End());
    }

    [Fact]
    public void Labels_are_escaped() => Assert.Equal("""a="b\"c\\d\ne" """.TrimEnd(), OpenMetricsWriter.Label("a", "b\"c\\d\ne"));

    [Fact]
    public void A_histogram_is_cumulative_and_ends_with_all()
    {
        var sum = new HistogramSum();
        sum.Add(HistogramBuckets.IndexOf(3_000_000), 2);
        sum.Add(HistogramBuckets.IndexOf(80_000_000), 1);
        sum.Add(HistogramBuckets.IndexOf(60_000_000_000), 1);
        sum.Nanoseconds = 60_086_000_000;
        _writer.Histogram("d_seconds", "Text.", sum);
        string[] lines = _writer.End().Split('\n');
        Assert.Contains("d_seconds_bucket{le=\"0.005\"} 2", lines);
        Assert.Contains("d_seconds_bucket{le=\"0.075\"} 2", lines);
        Assert.Contains("d_seconds_bucket{le=\"0.1\"} 3", lines);
        Assert.Contains("d_seconds_bucket{le=\"10\"} 3", lines);
        Assert.Contains("d_seconds_bucket{le=\"+Inf\"} 4", lines);
        Assert.Contains("d_seconds_count 4", lines);
        Assert.Contains("d_seconds_sum 60.086", lines);
    }
}
