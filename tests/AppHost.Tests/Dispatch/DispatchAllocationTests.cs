using AppHost.Micro;

namespace AppHost.Tests.Dispatch;

/// <summary>What a request on a kept connection allocates between Kestrel's call and the handler, and on the way back.</summary>
public sealed class DispatchAllocationTests
{
    private const int Requests = 1000;

    // On a 64-bit machine 72 bytes for the task that Kestrel awaits and 272 for the request, which is not used again: a thread
    // that a blocking handler left behind still holds it.
    private const int RequestAndTask = 344;

    // DefaultHttpContext with its request and response, on the handler's thread; kept from the next request for the same reason.
    private const int Context = 304;

    // Enough that everything is loaded and has grown to its size, and all code has been compiled for good.
    private const int WarmUp = 200;

    private readonly ConnectionFeatures _connection = new();
    private long _atWarmUp;
    private long _onThread;
    private int _handled;

    [Fact]
    public async Task Async_allocates_nothing()
    {
        await using DispatchPath path = await DispatchPath.AsyncAsync(static () => { });
        Assert.Equal(0, AllocatedBy(path));
    }

    [Fact]
    public async Task Sync_allocates_the_request_its_task_and_its_context()
    {
        await using DispatchPath path = await DispatchPath.SyncAsync(CountOnThread);
        Assert.InRange(AllocatedBy(path), 1, Requests * RequestAndTask);
        Assert.InRange(Volatile.Read(ref _onThread), 1, Requests * Context);
    }

    [Fact]
    public async Task Threaded_allocates_the_request_its_task_and_its_context()
    {
        await using DispatchPath path = await DispatchPath.ThreadedAsync(1, CountOnThread);
        Assert.InRange(AllocatedBy(path), 1, Requests * RequestAndTask);
        Assert.InRange(Volatile.Read(ref _onThread), 1, Requests * Context);
    }

    private long AllocatedBy(DispatchPath path)
    {
        Send(path, WarmUp);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Send(path, Requests);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Send(DispatchPath path, int requests)
    {
        for (int i = 0; i < requests; i++)
        {
            Task running = path.SendAsync(_connection);
            // Without Task.Wait, which allocates an event of its own.
            var spin = default(SpinWait);
            while (!running.IsCompleted) spin.SpinOnce();
            path.Finish(_connection);
        }
    }

    // In the handler, on the one thread of the worker class: what it has allocated since the warm-up.
    private void CountOnThread()
    {
        long now = GC.GetAllocatedBytesForCurrentThread();
        if (++_handled == WarmUp) _atWarmUp = now;
        if (_handled > WarmUp) Volatile.Write(ref _onThread, now - _atWarmUp);
    }
}
