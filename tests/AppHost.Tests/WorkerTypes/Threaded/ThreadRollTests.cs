using AppHost.Tests.Support;
using AppHost.WorkerTypes.Threaded;

namespace AppHost.Tests.WorkerTypes.Threaded;

public sealed class ThreadRollTests
{
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void It_grows_only_when_more_requests_wait_than_threads_will_look_for()
    {
        ThreadRoll roll = Roll(1, 3);
        RequestThread first = roll.Refill()!;
        Assert.Null(roll.Refill());

        Assert.Null(roll.Grow(waiting: 1));
        RequestThread second = roll.Grow(waiting: 2)!;
        Rest(roll, first);
        Assert.Null(roll.Grow(waiting: 2));
        roll.Move(first, RequestThreadState.Waking);
        Assert.Null(roll.Grow(waiting: 2));
        roll.Move(first, RequestThreadState.Busy);
        roll.Move(second, RequestThreadState.Busy);
        Assert.NotNull(roll.Grow(waiting: 1));
        Assert.Null(roll.Grow(waiting: 100));
        Assert.Equal((3, 2, 0), (roll.Serving, roll.Busy, roll.Idle));
    }

    [Fact]
    public void The_thread_that_became_idle_last_is_woken_first_and_one_at_a_time()
    {
        ThreadRoll roll = Roll(3, 3);
        RequestThread[] threads = [roll.Refill()!, roll.Refill()!, roll.Refill()!];
        Rest(roll, threads[1]);
        Rest(roll, threads[2]);
        Rest(roll, threads[0]);

        Assert.Null(roll.Wake(waiting: 0));
        Assert.Same(threads[0], roll.Wake(waiting: 2));
        Assert.Null(roll.Wake(waiting: 2));
        roll.Move(threads[0], RequestThreadState.Busy);
        Assert.Same(threads[2], roll.Wake(waiting: 1));
    }

    [Fact]
    public void The_thread_idle_for_longest_leaves_one_in_each_period_and_never_below_the_minimum()
    {
        ThreadRoll roll = Roll(1, 3);
        RequestThread[] threads = [roll.Grow(1)!, roll.Grow(2)!, roll.Grow(3)!];
        Rest(roll, threads[1]);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Rest(roll, threads[0]);
        Rest(roll, threads[2]);

        Assert.Null(roll.Shrink(_clock.GetTimestamp(), out TimeSpan? again));
        Assert.Equal(TimeSpan.FromSeconds(20), again);
        _clock.Advance(again!.Value);
        Assert.Same(threads[1], roll.Shrink(_clock.GetTimestamp(), out again));
        Assert.Equal(IdleLimit, again);
        _clock.Advance(again!.Value);
        Assert.Same(threads[0], roll.Shrink(_clock.GetTimestamp(), out again));
        Assert.Null(again);
        _clock.Advance(IdleLimit);
        Assert.Null(roll.Shrink(_clock.GetTimestamp(), out again));
        Assert.Null(again);
        Assert.Equal((1, 3), (roll.Serving, roll.Alive));
    }

    [Fact]
    public void The_number_of_a_thread_that_ended_is_given_again()
    {
        ThreadRoll roll = Roll(1, 3);
        RequestThread first = roll.Grow(1)!;
        RequestThread second = roll.Grow(2)!;
        roll.Move(first, RequestThreadState.Ended);

        Assert.Equal((1, 2), (first.Number, second.Number));
        Assert.Equal(1, roll.Grow(2)!.Number);
        Assert.Equal(3, roll.Grow(3)!.Number);
    }

    private ThreadRoll Roll(int min, int max) => new(min, max, IdleLimit, _clock);

    private void Rest(ThreadRoll roll, RequestThread thread)
    {
        thread.IdleSince = _clock.GetTimestamp();
        roll.Move(thread, RequestThreadState.Idle);
    }
}
