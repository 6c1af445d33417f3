using System.Collections.Concurrent;
using AppHost.WorkerTypes.Threaded;

namespace AppHost.Tests.WorkerTypes.Threaded;

/// <summary>How the pool of threads grows, shrinks, survives and ends.</summary>
public sealed class ThreadExecutorTests
{
    [Fact]
    public async Task One_request_after_the_other_keeps_to_one_thread()
    {
        using var worker = new TestWorker { MinThreads = 1, MaxThreads = 4 };
        await using ThreadExecutor executor = Start(worker);
        for (int i = 0; i < 100; i++)
        {
            await executor.ExecuteAsync(worker.Request());
        }

        Assert.Equal((1, 1), (executor.Threads, executor.IdleThreads));
    }

    [Fact]
    public async Task The_pool_grows_to_its_maximum_and_shrinks_by_one_thread_every_thirty_idle_seconds()
    {
        using var worker = new TestWorker { MinThreads = 1, MaxThreads = 3 };
        await using ThreadExecutor executor = Start(worker);
        await RunAtOnce(worker, executor, 3);
        Assert.Equal((3, 3), (executor.Threads, executor.IdleThreads));

        worker.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(3, executor.Threads);
        worker.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, executor.Threads);
        worker.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((1, 1), (executor.Threads, executor.IdleThreads));
        worker.Clock.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal((1, 0), (executor.Threads, worker.Clock.ArmedTimers));

        await RunAtOnce(worker, executor, 3);
        Assert.Equal(3, executor.Threads);
    }

    [Fact]
    public async Task It_grows_by_the_age_of_its_queue()
    {
        using var worker = new TestWorker { MinThreads = 1, MaxThreads = 4 };
        await using ThreadExecutor executor = Start(worker);
        using HeldRequest running = worker.Held();
        Task first = executor.ExecuteAsync(running.Request);
        await running.Request.Started;
        HeldRequest[] waiting = [worker.Held(), worker.Held()];
        Task[] tasks = [.. waiting.Select(request => executor.ExecuteAsync(request.Request))];
        worker.Clock.Advance(ThreadExecutor.GrowAge - TimeSpan.FromTicks(1));
        Assert.Equal(1, executor.Threads);
        worker.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(3, executor.Threads);
        await Task.WhenAll(waiting.Select(request => request.Request.Started));
        running.Release();
        Array.ForEach(waiting, request => request.Release());
        await Task.WhenAll([first, .. tasks]);
    }

    [Fact]
    public async Task Threads_have_the_stack_that_was_asked_for()
    {
        using var worker = new TestWorker { ThreadStackSize = 64 << 20 };
        await using ThreadExecutor executor = Start(worker);
        int depth = 0;
        // More than half of it, and far more than the system gives.
        await executor.ExecuteAsync(worker.Request(() => depth = Descend((40 << 20) / 1024)));
        Assert.Equal((40 << 20) / 1024, depth);

        static int Descend(int left)
        {
            Span<byte> used = stackalloc byte[1024];
            used.Fill((byte)left);
            return left == 0 ? used[0] : Descend(left - 1) + 1;
        }
    }

    [Fact]
    public async Task A_thread_tells_of_its_first_and_last_moment_and_an_exception_there_harms_nobody()
    {
        var told = new ThreadDiary();
        using var worker = new TestWorker { MinThreads = 1, MaxThreads = 2, ThreadLifecycle = told };
        await using ThreadExecutor executor = Start(worker);
        Assert.Empty(told.Lines);
        await RunAtOnce(worker, executor, 2);
        await RunAtOnce(worker, executor, 2);
        Assert.Equal(["started apphost-w3-t01", "started apphost-w3-t02"], told.Lines.Order());
        await executor.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["started apphost-w3-t01", "started apphost-w3-t02", "stopping apphost-w3-t01", "stopping apphost-w3-t02"], told.Lines.Order());
    }

    [Fact]
    public async Task Threads_that_are_used_meanwhile_stay()
    {
        using var worker = new TestWorker { MinThreads = 1, MaxThreads = 2 };
        await using ThreadExecutor executor = Start(worker);
        for (int i = 0; i < 6; i++)
        {
            await RunAtOnce(worker, executor, 2);
            worker.Clock.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(2, executor.Threads);
    }

    [Fact]
    public async Task With_a_fixed_number_of_threads_and_no_limit_to_waiting_no_timer_runs()
    {
        using var worker = new TestWorker { MinThreads = 2, MaxThreads = 2, QueueTimeout = Timeout.InfiniteTimeSpan };
        await using ThreadExecutor executor = Start(worker);
        await RunAtOnce(worker, executor, 2);
        Assert.Equal((2, 0), (executor.Threads, worker.Clock.ArmedTimers));
    }

    [Fact]
    public async Task An_interrupt_that_comes_late_harms_nobody()
    {
        using var worker = new TestWorker();
        await using ThreadExecutor executor = Start(worker);
        for (int i = 0; i < 200; i++)
        {
            await executor.ExecuteAsync(worker.Request(() => Thread.CurrentThread.Interrupt()));
            // The code that awaits goes on on the interrupted thread; what follows here must not be what is interrupted.
            await Task.Yield();
        }

        Assert.Equal((1, 1), (executor.Threads, executor.IdleThreads));
    }

    [Fact]
    public async Task A_thread_that_dies_is_replaced_and_its_request_ends()
    {
        using var broken = new BrokenLog();
        using var worker = new TestWorker { MinThreads = 2, MaxThreads = 2, LoggerFactory = broken };
        await using ThreadExecutor executor = Start(worker);
        for (int i = 0; i < 20; i++)
        {
            await executor.ExecuteAsync(worker.Request(() => throw new InvalidOperationException("escaped")));
        }

        await RunAtOnce(worker, executor, 2);
        Assert.Equal(2, executor.Threads);
        Assert.True(broken.Calls >= 20);
        await executor.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, executor.Threads);
    }

    [Fact]
    public async Task A_thread_that_the_system_refuses_is_asked_for_again_by_the_next_request()
    {
        using var worker = new TestWorker();
        int refused = 0;
        bool refuse = false;
        await using ThreadExecutor executor = ThreadExecutor.Start(worker.Context, 1, 2, thread =>
        {
            if (refuse)
            {
                refused++;
                throw new InsufficientMemoryException("no more threads");
            }

            thread.UnsafeStart();
        });
        using HeldRequest held = worker.Held();
        Task first = executor.ExecuteAsync(held.Request);
        await held.Request.Started;

        refuse = true;
        FakeRequest waiting = worker.Request();
        Task second = executor.ExecuteAsync(waiting);
        worker.Clock.Advance(ThreadExecutor.GrowAge);
        Assert.Equal((1, 1, false), (refused, executor.Threads, waiting.Ran));
        refuse = false;
        Task third = executor.ExecuteAsync(worker.Request());
        worker.Clock.Advance(ThreadExecutor.GrowAge);
        await third;
        await second;
        Assert.True(waiting.Ran);
        held.Release();
        await first;
    }

    [Fact]
    public void A_pool_that_does_not_get_its_minimum_does_not_start_and_leaves_no_thread()
    {
        using var worker = new TestWorker();
        var started = new List<Thread>();
        Assert.ThrowsAny<OutOfMemoryException>(() => ThreadExecutor.Start(worker.Context, 3, 3, thread =>
        {
            if (started.Count == 2)
            {
                throw new InsufficientMemoryException("no more threads");
            }

            thread.UnsafeStart();
            started.Add(thread);
        }));
        Assert.Equal(2, started.Count);
        started.ForEach(thread => thread.Join());
    }

    [Fact]
    public async Task Stopping_ends_the_threads()
    {
        using var worker = new TestWorker();
        var started = new List<Thread>();
        await using ThreadExecutor executor = ThreadExecutor.Start(worker.Context, 4, 8, thread =>
        {
            started.Add(thread);
            thread.UnsafeStart();
        });
        await RunAtOnce(worker, executor, 8);
        await executor.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, executor.Threads);
        Assert.Equal(8, started.Count);
        started.ForEach(thread => thread.Join());
    }

    private static ThreadExecutor Start(TestWorker worker) => ThreadExecutor.Start(worker.Context, worker.MinThreads ?? worker.MaxThreads, worker.MaxThreads);

    private static async Task RunAtOnce(TestWorker worker, ThreadExecutor executor, int count)
    {
        HeldRequest[] held = [.. Enumerable.Range(0, count).Select(_ => worker.Held())];
        Task[] tasks = [.. held.Select(request => executor.ExecuteAsync(request.Request))];
        worker.Clock.Advance(ThreadExecutor.GrowAge);
        await Task.WhenAll(held.Select(request => request.Request.Started));
        Array.ForEach(held, request => request.Release());
        await Task.WhenAll(tasks);
    }

    private sealed class ThreadDiary : IThreadLifecycle
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public void ThreadStarted() => Write("started");

        public void ThreadStopping() => Write("stopping");

        private void Write(string turn)
        {
            Lines.Enqueue($"{turn} {Thread.CurrentThread.Name}");
            throw new InvalidOperationException("of the hook");
        }
    }
}
