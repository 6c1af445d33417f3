using AppHost.Host.Advice;

namespace AppHost.Tests.Advice;

public sealed class PressureWatchTests
{
    private readonly PressureWatch _watch = new("threads");

    [Fact]
    public void Ten_seconds_without_a_free_slot_are_said_once()
    {
        List<string> said = [];
        for (int second = 0; second < 40; second++) said.AddRange(Observe(second, busy: 8));
        string warning = Assert.Single(said);
        Assert.StartsWith("All 8 slots have been busy for 10 s", warning, StringComparison.Ordinal);
        Assert.Contains("raise threads or workers", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_free_slot_in_between_starts_anew()
    {
        for (int second = 0; second < 100; second++) Assert.Empty(Observe(second, busy: second % 9 == 8 ? 7 : 8));
    }

    [Fact]
    public void Without_a_ready_worker_nothing_is_busy()
    {
        for (int second = 0; second < 30; second++) Assert.Empty(_watch.Observe(new PressureReading(TimeSpan.FromSeconds(second), 0, 0, 0)));
    }

    [Fact]
    public void A_hundred_full_queues_are_said_once_and_counted_from_the_first_look()
    {
        Assert.Empty(Observe(0, queueFull: 5000));
        Assert.Empty(Observe(1, queueFull: 5099));
        Assert.StartsWith("Queues were full 120 times", Assert.Single(Observe(2, queueFull: 5120)), StringComparison.Ordinal);
        Assert.Empty(Observe(3, queueFull: 9000));
    }

    private List<string> Observe(int second, int busy = 0, long queueFull = 0) =>
        [.. _watch.Observe(new PressureReading(TimeSpan.FromSeconds(second), busy, 8, queueFull))];
}
