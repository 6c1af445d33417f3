using AppHost.Tests.Support;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

/// <summary>The loop's timers.</summary>
public sealed class EventLoopTimerTests
{
    [Fact]
    public async Task Timers_fire_in_time_once_and_not_before()
    {
        using var loop = new RunningLoop();
        var fired = new TaskCompletionSource<(long Due, long Now)>(TaskCreationOptions.RunContinuationsAsynchronously);
        int count = 0;
        await loop.RunAsync(() =>
        {
            long due = MonotonicClock.Nanoseconds + TimeSpan.FromMilliseconds(5).ToNanoseconds();
            loop.Loop.AddTimer(() =>
            {
                count++;
                fired.TrySetResult((due, MonotonicClock.Nanoseconds));
            }).Set(due);
        });
        (long due, long now) = await fired.Task.Soon();
        Assert.True(now >= due);
        await loop.RunAsync(() => { });
        await loop.RunAsync(() => { });
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task A_cancelled_timer_does_not_fire_and_one_that_is_set_again_does()
    {
        using var loop = new RunningLoop();
        bool cancelledFired = false;
        int turns = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await loop.RunAsync(() =>
        {
            LoopTimer cancelled = loop.Loop.AddTimer(() => cancelledFired = true);
            cancelled.Set(MonotonicClock.Nanoseconds + 1);
            cancelled.Cancel();
            LoopTimer? again = null;
            again = loop.Loop.AddTimer(() =>
            {
                if (++turns == 3) enough.SetResult();
                else again!.Set(MonotonicClock.Nanoseconds + 1);
            });
            again.Set(0);
        });
        await enough.Task.Soon();
        Assert.False(cancelledFired);
    }

    [Fact]
    public async Task A_timer_may_add_a_timer()
    {
        using var loop = new RunningLoop();
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await loop.RunAsync(() => loop.Loop.AddTimer(() => loop.Loop.AddTimer(fired.SetResult).Set(0)).Set(0));
        await fired.Task.Soon();
    }
}
