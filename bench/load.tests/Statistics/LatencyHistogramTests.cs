using AppHost.Load.Arrivals;
using AppHost.Load.Statistics;

namespace AppHost.Load.Tests.Statistics;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void An_empty_histogram_says_zero()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal((0, 0, 0, 0, 0), (histogram.Count, histogram.Min, histogram.Max, histogram.Mean, histogram.Percentile(99)));
        Assert.Empty(histogram.Buckets());
    }

    [Fact]
    public void Values_below_2048_are_exact()
    {
        for (var value = 0L; value < 2048; value++)
            Assert.Equal((value, value), BoundsOf(value));
    }

    [Fact]
    public void A_bucket_contains_its_value_and_is_at_most_a_thousandth_wide()
    {
        var random = new SeededRandom(1);
        for (var i = 0; i < 20; i++)
        {
            var value = (long)(random.NextBits() >> (22 + random.NextBelow(40)));
            foreach (var edge in new[] { value, (1L << (i * 2)) - 1, 1L << (i * 2), LatencyHistogram.LargestTrackable })
            {
                var (from, to) = BoundsOf(edge);
                Assert.InRange(edge, from, to);
                Assert.True((to - from) * 1000 <= from, $"{from} to {to}");
            }
        }
    }

    [Fact]
    public void Buckets_touch_without_gap_or_overlap()
    {
        var histogram = new LatencyHistogram();
        for (var value = 0L; value < 100_000; value++)
            histogram.Record(value);
        var next = 0L;
        foreach (var bucket in histogram.Buckets())
        {
            Assert.Equal(next, bucket.From);
            next = bucket.To + 1;
        }
        Assert.True(next >= 100_000);
    }

    [Fact]
    public void Percentiles_are_those_of_the_sorted_values_to_a_thousandth()
    {
        var random = new SeededRandom(2);
        var histogram = new LatencyHistogram();
        var values = Enumerable.Range(0, 100_000).Select(_ => (long)(random.NextExponential() * 5e6)).ToArray();
        foreach (var value in values)
            histogram.Record(value);
        Array.Sort(values);
        foreach (var percentile in new[] { 0.1, 1, 25, 50, 75, 90, 99, 99.9, 99.99, 100 })
        {
            var exact = values[(int)Math.Ceiling(Math.Round(percentile / 100 * values.Length, 6)) - 1];
            Assert.InRange(histogram.Percentile(percentile), exact, exact * 1.001);
        }
        Assert.Equal((values[0], values[^1]), (histogram.Min, histogram.Max));
        Assert.Equal(values.Average(), histogram.Mean, tolerance: 1e-3);
    }

    [Fact]
    public void A_percentile_that_falls_on_a_whole_rank_is_that_rank()
    {
        var histogram = new LatencyHistogram();
        for (var value = 1; value <= 1000; value++)
            histogram.Record(value);
        Assert.Equal([500, 990, 999, 1000], new[] { 50, 99, 99.9, 99.99 }.Select(histogram.Percentile));
    }

    [Fact]
    public void Adding_histograms_is_recording_the_values_of_both()
    {
        var (a, b, both) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        for (var i = 1; i < 5000; i++)
        {
            (i % 3 == 0 ? a : b).Record(i * 977L);
            both.Record(i * 977L);
        }
        var sum = new LatencyHistogram();
        sum.Add(a);
        sum.Add(b);
        sum.Add(new LatencyHistogram());
        Assert.Equal(both.Buckets(), sum.Buckets());
        Assert.Equal((both.Count, both.Min, both.Max, both.Mean), (sum.Count, sum.Min, sum.Max, sum.Mean));
    }

    private static (long From, long To) BoundsOf(long value)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(value);
        var bucket = Assert.Single(histogram.Buckets());
        return (bucket.From, bucket.To);
    }
}
