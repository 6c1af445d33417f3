using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Scoreboard;

public sealed class HistogramTests
{
    [Fact]
    public void Buckets_follow_each_other_without_gap_from_nothing_to_an_hour()
    {
        Assert.Equal(0, HistogramBuckets.LowerBound(0));
        for (int bucket = 0; bucket < HistogramBuckets.Count; bucket++)
        {
            long lower = HistogramBuckets.LowerBound(bucket);
            long last = HistogramBuckets.LowerBound(bucket + 1) - 1;
            Assert.True(last >= lower);
            Assert.Equal((bucket, bucket), (HistogramBuckets.IndexOf(lower), HistogramBuckets.IndexOf(last)));
        }

        Assert.True(HistogramBuckets.LowerBound(HistogramBuckets.Count) > TimeSpan.FromHours(1).Ticks * 100);
    }

    [Fact]
    public void The_middle_is_within_2_percent_of_what_it_stands_for()
    {
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            long nanoseconds = (long)Math.Exp(random.NextDouble() * (Math.Log(3.6e12) - Math.Log(1e3)) + Math.Log(1e3));
            double middle = HistogramBuckets.Middle(HistogramBuckets.IndexOf(nanoseconds));
            Assert.InRange(middle / nanoseconds, 0.98, 1.02);
        }
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(long.MinValue, 0)]
    [InlineData(long.MaxValue, HistogramBuckets.Count - 1)]
    public void What_is_out_of_range_counts_at_its_end(long nanoseconds, int bucket) => Assert.Equal(bucket, HistogramBuckets.IndexOf(nanoseconds));

    [Fact]
    public void Percentiles_of_a_known_distribution_are_within_2_percent()
    {
        var sum = new HistogramSum();
        // Exponential with a mean of 40 ms, by its quantiles: what a load generator would have seen.
        const int Count = 200_000;
        for (int i = 0; i < Count; i++) sum.Add(HistogramBuckets.IndexOf((long)(-40e6 * Math.Log(1 - ((i + 0.5) / Count)))), 1);
        foreach (double share in new[] { 0.5, 0.9, 0.99, 0.999 })
        {
            double exact = -0.040 * Math.Log(1 - share);
            Assert.InRange(sum.Percentile(share)!.Value.TotalSeconds / exact, 0.98, 1.02);
        }

        Assert.InRange(sum.UpTo(TimeSpan.FromMilliseconds(100)) / (double)Count, 0.91, 0.93);
    }

    [Fact]
    public void Without_durations_there_is_no_percentile() => Assert.Null(new HistogramSum().Percentile(0.5));

    [Fact]
    public void Durations_of_a_worker_are_read_by_class_and_gone_when_it_is()
    {
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        WorkerRegion region = scoreboard.Region(3);
        region.ServiceTime(0).Add(1_000_000);
        region.ServiceTime(0).Add(3_000_000);
        region.QueueTime(0).Add(500_000);
        region.ServiceTime(ScoreboardLayout.HistogramClasses + 4).Add(7_000_000);
        RequestDurations durations = RequestDurations.Of(region);
        Assert.Equal((3, 11_000_000), (durations.ServiceTime.Count, durations.ServiceTime.Nanoseconds));
        Assert.Equal(1, durations.QueueTime.Count);
        Assert.Equal(2, durations.OfClass(0)!.Value.Service.Count);
        Assert.Null(durations.OfClass(1));
        Assert.Equal(6, durations.Plus(durations).ServiceTime.Count);
        Assert.Equal(0, RequestDurations.Of(scoreboard.Region(2)).ServiceTime.Count);
        Assert.Equal(0, RequestDurations.Of(scoreboard.Region(4)).ServiceTime.Count);

        region.Clear();
        Assert.Equal(0, RequestDurations.Of(region).ServiceTime.Count);
        Assert.Equal(3, durations.ServiceTime.Count);
    }

    [Fact]
    public async Task Threads_lose_no_duration()
    {
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        WorkerRegion region = scoreboard.Region(0);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 20_000; i++) region.ServiceTime(0).Add(i);
        })));
        Assert.Equal(80_000, RequestDurations.Of(region).ServiceTime.Count);
    }

    [Fact]
    public void Answers_count_by_the_first_digit_and_what_is_none_apart()
    {
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        WorkerRegion region = scoreboard.Region(0);
        foreach (int status in new[] { 200, 204, 503, 999, 0, 101 }) region.Answers(status / 100)++;
        Assert.Equal([2, 1, 2, 0, 0, 1], Enumerable.Range(0, 6).Select(answer => region.Answers(answer)));
        region.ForgetCounts();
        Assert.Equal(0, region.Answers(2));
    }

    [Fact]
    public void Durations_of_nothing_count_too()
    {
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        WorkerRegion region = scoreboard.Region(0);
        region.QueueTime(0).Add(0);
        region.QueueTime(0).Add(0);
        Assert.Equal(2, RequestDurations.Of(region).QueueTime.Count);
    }
}
