namespace AppHost.Tests.Support;

public sealed class ManualTimeProviderTests
{
    [Fact]
    public void Timers_run_in_the_order_of_their_due_times_and_see_that_time()
    {
        var clock = new ManualTimeProvider();
        var seen = new List<(string Name, long Time)>();
        using ITimer late = Once(clock, 20, () => seen.Add(("late", clock.GetTimestamp())));
        using ITimer early = Once(clock, 10, () => seen.Add(("early", clock.GetTimestamp())));

        clock.Advance(TimeSpan.FromTicks(19));
        Assert.Equal([("early", 10)], seen);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([("early", 10), ("late", 20)], seen);
        Assert.Equal(0, clock.ArmedTimers);
    }

    [Fact]
    public void A_periodic_timer_runs_as_often_as_it_fits_and_not_after_its_disposal()
    {
        var clock = new ManualTimeProvider();
        int runs = 0;
        ITimer timer = clock.CreateTimer(_ => runs++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(3, runs);
        timer.Dispose();
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(3, runs);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void A_callback_may_arm_its_timer_again_within_the_same_move()
    {
        var clock = new ManualTimeProvider();
        var runs = new List<long>();
        ITimer? timer = null;
        timer = Once(clock, 3, () =>
        {
            runs.Add(clock.GetTimestamp());
            timer!.Change(TimeSpan.FromTicks(3), Timeout.InfiniteTimeSpan);
        });

        clock.Advance(TimeSpan.FromTicks(10));
        timer.Dispose();
        Assert.Equal([3, 6, 9], runs);
        Assert.Equal(10, clock.GetTimestamp());
    }

    private static ITimer Once(ManualTimeProvider clock, long ticks, Action action) =>
        clock.CreateTimer(_ => action(), null, TimeSpan.FromTicks(ticks), Timeout.InfiniteTimeSpan);
}
