using AppHost.Tests.Support;
using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

/// <summary>Callbacks, and the life of the loop.</summary>
public sealed class EventLoopTests
{
    [Fact]
    public async Task Callbacks_run_on_the_loop_in_the_order_of_posting()
    {
        using var loop = new RunningLoop();
        var seen = new List<int>();
        bool onLoop = true;
        for (int i = 0; i < 2000; i++)
        {
            loop.Loop.Post(state =>
            {
                onLoop &= loop.Loop.IsOnLoop;
                seen.Add((int)state!);
            }, i);
        }

        await loop.RunAsync(() => { });
        Assert.Equal(Enumerable.Range(0, 2000), seen);
        Assert.True(onLoop);
        Assert.False(loop.Loop.IsOnLoop);
    }

    [Fact]
    public async Task What_was_posted_before_the_start_runs_after_it()
    {
        using var loop = new RunningLoop(start: false);
        Task ran = loop.RunAsync(() => { });
        loop.Loop.Start();
        await ran;
    }

    [Fact]
    public async Task An_exception_does_not_end_the_loop()
    {
        using var loop = new RunningLoop();
        loop.Loop.Post(_ => throw new FormatException("from a callback"), null);
        await loop.RunAsync(() =>
        {
            LoopTimer timer = loop.Loop.AddTimer(() => throw new FormatException("from a timer"));
            timer.Set(0);
        });
        using var pipe = new WatchedPipe(loop, _ => throw new FormatException("from a handler"));
        await pipe.RegisterAsync();
        pipe.Write();
        await pipe.Handled.Soon();
        await loop.RunAsync(() => { });
        Assert.Equal(
            ["from a callback", "from a handler", "from a timer"],
            loop.Logger.Records.Select(r => r.Exception!.Message).Distinct().Order());
    }

    [Fact]
    public async Task Deferred_work_is_done_at_the_end_of_the_turn()
    {
        using var loop = new RunningLoop();
        var seen = new List<string>();
        await loop.RunAsync(() =>
        {
            loop.Loop.Defer(new Deferred(() =>
            {
                seen.Add("deferred");
                loop.Loop.Defer(new Deferred(() => seen.Add("deferred by deferred")));
            }));
            loop.Loop.Defer(new Deferred(() => throw new FormatException("from deferred work")));
            loop.Loop.Post(_ => seen.Add("posted meanwhile"), null);
        });
        // The first of these may still run in the same turn.
        await loop.RunAsync(() => { });
        await loop.RunAsync(() => { });
        Assert.Equal(["posted meanwhile", "deferred", "deferred by deferred"], seen);
        Assert.Equal("from deferred work", Assert.Single(loop.Logger.Records).Exception!.Message);
    }

    [Fact]
    public async Task Deferred_work_waits_for_few_callbacks_only()
    {
        using var loop = new RunningLoop();
        int callbacks = 0;
        var doneAfter = new List<int>();
        await loop.RunAsync(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                loop.Loop.Post(_ =>
                {
                    callbacks++;
                    loop.Loop.Defer(new Deferred(() => doneAfter.Add(callbacks)));
                }, null);
            }
        });
        while (await loop.RunAsync(() => doneAfter.Count) < 100) await Task.Yield();
        Assert.All(doneAfter, (after, index) => Assert.InRange(after - index, 1, 16));
    }

    [Fact]
    public async Task Other_threads_wake_it_each_time()
    {
        using var loop = new RunningLoop();
        // A lost wake-up costs one turn of 50 ms here; hundreds of them would not go unseen, but none is asserted by time:
        // what counts is that each answer comes.
        for (int i = 0; i < 500; i++) await loop.RunAsync(() => { });
    }

    [Fact]
    public async Task Many_producers_lose_nothing()
    {
        const int Each = 20_000;
        using var loop = new RunningLoop();
        int[] seen = new int[4];
        int disorder = 0;
        int left = 4 * Each;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] producers = [.. Enumerable.Range(0, 4).Select(producer => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                loop.Loop.Post(state =>
                {
                    if (seen[producer]++ != (int)state!) disorder++;
                    if (--left == 0) all.SetResult();
                }, i);
            }
        }))];
        await Task.WhenAll(producers).Soon();
        await all.Task.Soon();
        Assert.Equal(0, disorder);
    }

    [Fact]
    public async Task Its_heartbeat_goes_on_without_work()
    {
        using var loop = new RunningLoop();
        await loop.RunAsync(() => { });
        long before = loop.Region.Heartbeat;
        await Task.Run(() => SpinWait.SpinUntil(() => loop.Region.Heartbeat > before), TestContext.Current.CancellationToken).Soon();
    }

    [Fact]
    public async Task It_stops_while_it_sleeps()
    {
        for (int i = 0; i < 20; i++)
        {
            var loop = new RunningLoop();
            await loop.RunAsync(() => { });
            await Task.Run(loop.Dispose, TestContext.Current.CancellationToken).Soon();
        }
    }

    [Fact]
    public void It_can_be_disposed_unstarted() => new RunningLoop(start: false).Dispose();
}
