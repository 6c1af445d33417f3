using System.IO.Pipes;
using AppHost.Tests.Support;
using AppHost.Worker.Interop;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

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
    public async Task Callbacks_that_post_callbacks_do_not_keep_descriptors_waiting()
    {
        using var loop = new RunningLoop();
        bool ended = false;
        void Again(object? state)
        {
            if (!ended) loop.Loop.Post(Again, null);
        }

        for (int i = 0; i < 1000; i++) loop.Loop.Post(Again, null);
        using var pipe = new WatchedPipe(loop, _ => { });
        await pipe.RegisterAsync();
        pipe.Write();
        await pipe.Handled.Soon();
        await loop.RunAsync(() => ended = true);
    }

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

    [Fact]
    public async Task Listeners_are_heard_first_in_a_batch()
    {
        using var loop = new RunningLoop();
        var heard = new List<string>();
        using var ordinary = new WatchedPipe(loop, _ => heard.Add("ordinary"));
        using var first = new WatchedPipe(loop, _ => heard.Add("first"), first: true);
        // Both are ready before the loop looks.
        await loop.RunAsync(() =>
        {
            ordinary.Write();
            first.Write();
            ordinary.Register();
            first.Register();
        });
        await Task.WhenAll(ordinary.Handled, first.Handled).Soon();
        Assert.Equal(["first", "ordinary"], heard);
    }

    [Fact]
    public async Task An_event_for_a_removed_descriptor_is_not_delivered()
    {
        using var loop = new RunningLoop();
        bool heard = false;
        using var removed = new WatchedPipe(loop, _ => heard = true);
        using var remover = new WatchedPipe(loop, _ => removed.Unregister(), first: true);
        await loop.RunAsync(() =>
        {
            removed.Write();
            remover.Write();
            removed.Register();
            remover.Register();
        });
        await remover.Handled.Soon();
        await loop.RunAsync(() => { });
        Assert.False(heard);
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
    public async Task An_await_under_its_context_comes_back_to_it()
    {
        using var loop = new RunningLoop();
        var done = new TaskCompletionSource<(bool OnLoop, SynchronizationContext? Context)>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Loop.SynchronizationContext.Post(async _ =>
        {
            await Task.Run(() => { });
            await Task.Yield();
            done.SetResult((loop.Loop.IsOnLoop, SynchronizationContext.Current));
        }, null);
        (bool onLoop, SynchronizationContext? context) = await done.Task.Soon();
        Assert.True(onLoop);
        Assert.Same(loop.Loop.SynchronizationContext, context);
    }

    [Fact]
    public async Task Posted_callbacks_run_without_a_context()
    {
        using var loop = new RunningLoop();
        loop.Loop.SynchronizationContext.Post(_ => { }, null);
        Assert.Null(await loop.RunAsync(() => SynchronizationContext.Current));
    }

    [Fact]
    public async Task A_callback_that_is_sent_is_awaited_and_its_failure_is_told()
    {
        using var loop = new RunningLoop();
        SynchronizationContext context = loop.Loop.SynchronizationContext;
        bool ranOnLoop = false;
        context.Send(_ => ranOnLoop = loop.Loop.IsOnLoop, null);
        Assert.True(ranOnLoop);
        var failed = Assert.Throws<InvalidOperationException>(() => context.Send(_ => throw new FormatException("no"), null));
        Assert.IsType<FormatException>(failed.InnerException);
        // On the loop itself it runs at once.
        Assert.True(await loop.RunAsync(() =>
        {
            bool ran = false;
            context.Send(_ => ran = true, null);
            return ran;
        }));
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

    /// <summary>A pipe whose reading end is registered with a loop.</summary>
    private sealed class WatchedPipe(RunningLoop loop, Action<uint> onReady, bool first = false) : IReadyHandler, IDisposable
    {
        private readonly AnonymousPipeServerStream _writer = new(PipeDirection.Out);
        private readonly TaskCompletionSource _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private LoopRegistration _registration;
        private bool _registered;

        /// <summary>Completes when the handler has been called.</summary>
        public Task Handled => _handled.Task;

        private int Descriptor => (int)_writer.ClientSafePipeHandle.DangerousGetHandle();

        public void Write() => _writer.WriteByte(1);

        public Task RegisterAsync() => loop.RunAsync(Register);

        public void Register()
        {
            _registration = loop.Loop.Add(Descriptor, EpollEvent.In, this, first);
            _registered = true;
        }

        public void Unregister()
        {
            if (_registered) loop.Loop.Remove(Descriptor, _registration);
            _registered = false;
        }

        public void OnReady(uint events)
        {
            // Once: the byte is never read, so that it would be called for ever.
            Unregister();
            _handled.TrySetResult();
            onReady(events);
        }

        public void Dispose()
        {
            loop.RunAsync(Unregister).GetAwaiter().GetResult();
            _writer.Dispose();
        }
    }

    private sealed class Deferred(Action action) : IDeferredWork
    {
        public void RunDeferred() => action();
    }
}
