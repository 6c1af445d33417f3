using AppHost.Load.Connections;
using AppHost.Load.Statistics;

namespace AppHost.Load.Tests.Statistics;

/// <summary>The bookkeeping fed with times of a virtual clock.</summary>
public sealed class RunStatisticsTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Percentiles_of_injected_latencies_are_exact_to_a_thousandth()
    {
        var statistics = new RunStatistics(windowStart: 0, windowEnd: long.MaxValue, paths: 1, log: null);
        // 1 % of the requests take a second, the others 1 to 99 ms evenly.
        for (var i = 0; i < 100_000; i++)
            End(statistics, i * Millisecond, (i % 100 == 0 ? 1000 : i % 100) * Millisecond);
        Assert.InRange(statistics.Useful.Percentile(50), 50 * Millisecond, 50.05 * Millisecond);
        Assert.InRange(statistics.Useful.Percentile(98), 98 * Millisecond, 98.1 * Millisecond);
        Assert.InRange(statistics.Useful.Percentile(99.5), 1000 * Millisecond, 1001 * Millisecond);
    }

    [Fact]
    public void A_stall_counts_for_every_request_that_was_due_meanwhile()
    {
        var statistics = new RunStatistics(windowStart: 0, windowEnd: long.MaxValue, paths: 1, log: null);
        // One connection, a request due every 2 ms, 1 ms each; the server stalls for 100 ms once. From the time of sending that would be
        // one slow request among 1000; from the intended start the 99 behind it are late as well.
        var free = 0L;
        for (var i = 0L; i < 1000; i++)
        {
            var due = 2 * i * Millisecond;
            var sent = Math.Max(due, free);
            free = sent + (i == 500 ? 101 : 1) * Millisecond;
            statistics.RecordSend(Request(due), sent, waited: sent > due);
            statistics.RecordEnd(Request(due), RequestOutcome.Useful, 200, sent, free);
        }
        Assert.Equal(99, statistics.Waited.Count);
        Assert.Equal(1000 - 99, statistics.Lateness.Count);
        Assert.InRange(statistics.Useful.Percentile(90), Millisecond, 1.001 * Millisecond);
        // Latencies 101, 100, ... 2 ms: the tenth largest is 92.
        Assert.InRange(statistics.Useful.Percentile(99.1), 92 * Millisecond, 92.1 * Millisecond);
    }

    [Fact]
    public void A_request_belongs_to_the_window_of_its_intended_start_and_an_answer_to_that_of_its_arrival()
    {
        var log = new RequestLog();
        var statistics = new RunStatistics(windowStart: 100, windowEnd: 200, paths: 1, log);
        End(statistics, start: 50, latency: 10);
        End(statistics, start: 99, latency: 50);
        End(statistics, start: 100, latency: 50);
        End(statistics, start: 190, latency: 10);
        Assert.Equal((2, 2), (statistics.Requests, statistics.UsefulInWindow));
        Assert.Equal(2, statistics.Useful.Count);
        Assert.Equal([-50, -1, 0, 90], RequestLog.Sorted([log]).Select(record => record.Start));
    }

    [Fact]
    public void Failures_are_counted_by_kind_and_have_no_latency()
    {
        var statistics = new RunStatistics(0, long.MaxValue, 1, null);
        statistics.RecordEnd(Request(0), RequestOutcome.Timeout, 0, 1, 1000);
        statistics.RecordEnd(Request(0), RequestOutcome.Status503, 503, 1, 5);
        Assert.Equal((2, 1, 1), (statistics.Requests, statistics.Outcomes[(int)RequestOutcome.Timeout], statistics.Statuses[503]));
        Assert.Equal((0, 1, 1), (statistics.Useful.Count, statistics.OtherAnswers.Count, statistics.AnswersInWindow));
    }

    [Fact]
    public void The_log_keeps_every_request_of_all_threads_by_intended_start()
    {
        RequestLog[] logs = [new(), new()];
        for (var i = 0; i < 100_000; i++)
            logs[i % 2].Add(new RequestRecord(100_000 - i, 1, 0, 0, RequestOutcome.Useful, 200));
        Assert.Equal(Enumerable.Range(1, 100_000).Select(i => (long)i), RequestLog.Sorted(logs).Select(record => record.Start));
    }

    [Fact]
    public void Every_outcome_has_a_name_of_its_own() =>
        Assert.Equal(RequestOutcomes.All.Length, RequestOutcomes.All.Select(outcome => outcome.Name()).Distinct().Count());

    private static PendingRequest Request(long due) => new(due, 0, 0, -1);

    private static void End(RunStatistics statistics, long start, long latency) =>
        statistics.RecordEnd(Request(start), RequestOutcome.Useful, 200, start, start + latency);
}
