using AppHost.WorkerTypes.Sync;

namespace AppHost.Tests.WorkerTypes.Sync;

public sealed class SyncWorkerTypeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_slot_whatever_the_setting_threads_says(bool appBlocks)
    {
        using var worker = new TestWorker { AppBlocks = appBlocks, MinThreads = 4, MaxThreads = 16 };
        await using SyncWorkerType type = await worker.Start<SyncWorkerType>();
        Assert.Equal(1, type.Slots);

        using HeldRequest held = worker.Held();
        FakeRequest waiting = worker.Request();
        Task first = type.ExecuteAsync(held.Request);
        Task second = type.ExecuteAsync(waiting);
        await held.Request.Started;
        Assert.False(waiting.Ran);
        held.Release();
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task All_requests_of_a_blocking_app_run_on_the_same_thread()
    {
        using var worker = new TestWorker { QueueLength = 100 };
        await using SyncWorkerType type = await worker.Start<SyncWorkerType>();
        FakeRequest[] requests = [.. Enumerable.Range(0, 50).Select(_ => worker.Request())];
        await Task.WhenAll(requests.Select(type.ExecuteAsync));
        Thread[] threads = await Task.WhenAll(requests.Select(request => request.Started));
        Assert.Equal("apphost-w3-t01", Assert.Single(threads.Distinct()).Name);
    }
}
