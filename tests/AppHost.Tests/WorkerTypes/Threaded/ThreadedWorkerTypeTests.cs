using System.Globalization;
using AppHost.WorkerTypes.Threaded;

namespace AppHost.Tests.WorkerTypes.Threaded;

/// <summary>What a blocking app sees of the threads it runs on.</summary>
public sealed class ThreadedWorkerTypeTests
{
    [Fact]
    public async Task As_many_requests_run_at_once_as_there_are_slots_and_no_more()
    {
        using var worker = new TestWorker { MaxThreads = 4, QueueLength = 10 };
        await using ThreadedWorkerType type = await worker.Start<ThreadedWorkerType>();
        HeldRequest[] held = [.. Enumerable.Range(0, 5).Select(_ => worker.Held())];
        Task[] tasks = [.. held.Select(request => type.ExecuteAsync(request.Request))];
        Assert.Equal(4, type.Slots);
        await Task.WhenAll(held[..4].Select(request => request.Request.Started));
        Assert.False(held[4].Request.Ran);

        held[2].Release();
        await held[4].Request.Started;
        Array.ForEach(held, request => request.Release());
        await Task.WhenAll(tasks);
    }

    [Fact]
    public async Task A_blocking_app_runs_on_named_background_threads_outside_the_thread_pool()
    {
        using var worker = new TestWorker { MaxThreads = 3 };
        await using ThreadedWorkerType type = await worker.Start<ThreadedWorkerType>();
        HeldRequest[] held = [worker.Held(), worker.Held(), worker.Held()];
        Task[] tasks = [.. held.Select(request => type.ExecuteAsync(request.Request))];
        Thread[] threads = await Task.WhenAll(held.Select(request => request.Request.Started));
        Assert.Equal(
            ["apphost-w3-t01", "apphost-w3-t02", "apphost-w3-t03"], threads.Select(thread => thread.Name!).Order(StringComparer.Ordinal));
        Assert.All(threads, thread => Assert.True(thread.IsBackground && !thread.IsThreadPoolThread));

        Array.ForEach(held, request => request.Release());
        await Task.WhenAll(tasks);
    }

    [Fact]
    public async Task What_a_request_leaves_on_its_thread_is_not_seen_by_the_next()
    {
        using var worker = new TestWorker();
        await using ThreadedWorkerType type = await worker.Start<ThreadedWorkerType>();
        var local = new AsyncLocal<string?>();
        string? inherited = "not run";
        SynchronizationContext? context = null;
        CultureInfo? left = null;
        CultureInfo? seen = null;
        await type.ExecuteAsync(worker.Request(() =>
        {
            local.Value = "secret of the first request";
            left = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "'" } };
            CultureInfo.CurrentCulture = left;
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        }));
        await type.ExecuteAsync(worker.Request(() =>
        {
            inherited = local.Value;
            context = SynchronizationContext.Current;
            seen = CultureInfo.CurrentCulture;
        }));
        Assert.Null(inherited);
        Assert.Null(context);
        Assert.NotNull(seen);
        Assert.NotEqual(left!.NumberFormat.NumberDecimalSeparator, seen.NumberFormat.NumberDecimalSeparator);
    }

    [Fact]
    public async Task A_thread_made_for_a_request_does_not_inherit_the_context_of_its_sender()
    {
        using var worker = new TestWorker { MaxThreads = 2 };
        await using ThreadedWorkerType type = await worker.Start<ThreadedWorkerType>();
        var local = new AsyncLocal<string?> { Value = "of the sender" };
        string? inherited = "not run";
        using HeldRequest held = worker.Held();
        Task first = type.ExecuteAsync(held.Request);
        await held.Request.Started;
        await type.ExecuteAsync(worker.Request(() => inherited = local.Value));
        Assert.Null(inherited);
        held.Release();
        await first;
    }

    [Fact]
    public async Task Code_that_awaits_a_request_goes_on_at_once_on_the_thread_that_ran_it()
    {
        using var worker = new TestWorker();
        await using ThreadedWorkerType type = await worker.Start<ThreadedWorkerType>();
        for (int i = 0; i < 50; i++)
        {
            using HeldRequest held = worker.Held();
            Task<Thread> after = ThreadAfter(type.ExecuteAsync(held.Request));
            Thread app = await held.Request.Started;
            held.Release();
            Assert.Same(app, await after);
        }

        static async Task<Thread> ThreadAfter(Task task)
        {
            await task.ConfigureAwait(false);
            return Thread.CurrentThread;
        }
    }
}
