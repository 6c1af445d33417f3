using AppHost.WorkerTypes.Async;

namespace AppHost.Tests.WorkerTypes.Async;

public sealed class AsyncWorkerTypeTests
{
    [Fact]
    public async Task A_blocking_app_is_refused_with_the_reason_and_the_ways_out()
    {
        using var worker = new TestWorker { AppBlocks = true };
        await using var type = new AsyncWorkerType();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await type.StartAsync(worker.Context, TestContext.Current.CancellationToken));
        Assert.Contains("would stop every other request", exception.Message, StringComparison.Ordinal);
        Assert.Contains("implement IAsyncHandler", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--worker-class threaded", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Task.Run", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_of_the_loop_is_its_number_of_slots()
    {
        using var worker = new TestWorker { AppBlocks = false, AsyncLimit = 7, MaxThreads = 2 };
        await using AsyncWorkerType type = await worker.Start<AsyncWorkerType>();
        Assert.Equal(7, type.Slots);
    }

    [Fact]
    public async Task On_the_loop_a_request_runs_at_once_without_a_turn_of_the_loop()
    {
        using var worker = new TestWorker { AppBlocks = false };
        await using AsyncWorkerType type = await worker.Start<AsyncWorkerType>();
        (bool completed, int turns) = await worker.Loop.Run(() =>
        {
            int before = worker.Loop.Posts;
            FakeRequest request = worker.Request();
            bool atOnce = type.ExecuteAsync(request).IsCompletedSuccessfully && request.Ran;
            return (atOnce, worker.Loop.Posts - before);
        });
        Assert.Equal((true, 0), (completed, turns));
    }

    [Fact]
    public async Task From_another_thread_a_request_goes_to_the_loop()
    {
        using var worker = new TestWorker { AppBlocks = false };
        await using AsyncWorkerType type = await worker.Start<AsyncWorkerType>();
        FakeRequest request = worker.Request();
        await type.ExecuteAsync(request);
        Assert.Same(worker.Loop.Thread, await request.Started);
    }

    [Fact]
    public async Task An_await_in_the_app_comes_back_to_the_loop()
    {
        using var worker = new TestWorker { AppBlocks = false };
        await using AsyncWorkerType type = await worker.Start<AsyncWorkerType>();
        var threads = new List<Thread>();
        await await worker.Loop.Run(() => type.ExecuteAsync(new FakeRequest
        {
            AsyncBody = async () =>
            {
                for (int i = 0; i < 5; i++)
                {
                    threads.Add(Thread.CurrentThread);
                    await Task.Run(() => { });
                }

                threads.Add(Thread.CurrentThread);
            },
        }));
        Assert.Equal(6, threads.Count);
        Assert.All(threads, thread => Assert.Same(worker.Loop.Thread, thread));
    }

    [Fact]
    public async Task The_sender_keeps_its_own_context()
    {
        using var worker = new TestWorker { AppBlocks = false };
        await using AsyncWorkerType type = await worker.Start<AsyncWorkerType>();
        var ambient = new SynchronizationContext();
        SynchronizationContext? after = await worker.Loop.Run(() =>
        {
            SynchronizationContext.SetSynchronizationContext(ambient);
            _ = type.ExecuteAsync(worker.Request());
            return SynchronizationContext.Current;
        });
        Assert.Same(ambient, after);
    }

    [Fact]
    public async Task Code_that_awaits_a_request_goes_on_in_the_same_turn_and_without_the_context_of_the_app()
    {
        using var worker = new TestWorker { AppBlocks = false };
        await using AsyncWorkerType type = await worker.Start<AsyncWorkerType>();
        var app = new TaskCompletionSource();
        var seen = new List<string>();
        Task server = await worker.Loop.Run(Serve);
        SynchronizationContext? ofTheApp = await worker.Loop.Run(() =>
        {
            // As a continuation of the app would: under the loop's context.
            SynchronizationContext.SetSynchronizationContext(worker.Loop.SynchronizationContext);
            app.SetResult();
            seen.Add("the app goes on");
            return SynchronizationContext.Current;
        });
        await server;
        Assert.Equal(["the server goes on", "the app goes on"], seen);
        Assert.Same(worker.Loop.SynchronizationContext, ofTheApp);

        async Task Serve()
        {
            await type.ExecuteAsync(new FakeRequest { AsyncBody = () => app.Task });
            Assert.Same(worker.Loop.Thread, Thread.CurrentThread);
            Assert.Null(SynchronizationContext.Current);
            seen.Add("the server goes on");
        }
    }
}
