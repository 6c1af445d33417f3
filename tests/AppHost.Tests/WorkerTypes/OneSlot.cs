namespace AppHost.Tests.WorkerTypes;

/// <summary>A started worker class with one slot, which is taken by a request that the test holds.</summary>
internal sealed class OneSlot : IAsyncDisposable
{
    private readonly HeldRequest _held;

    private OneSlot(TestWorker worker, IWorkerType type)
    {
        Worker = worker;
        Type = type;
        _held = worker.Held();
    }

    public TestWorker Worker { get; }

    public IWorkerType Type { get; }

    /// <summary>The task of the request that takes the slot.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    public static async Task<OneSlot> Taken(
        WorkerClass kind, int? queueLength = 3, QueuePolicy policy = QueuePolicy.Reject)
    {
        OneSlot slot = await Free(kind, queueLength, policy);
        slot.Running = await slot.Send(slot._held.Request);
        await slot._held.Request.Started;
        return slot;
    }

    public static async Task<OneSlot> Free(
        WorkerClass kind, int? queueLength = 3, QueuePolicy policy = QueuePolicy.Reject)
    {
        var worker = new TestWorker { AppBlocks = kind.Blocks(), QueueLength = queueLength, QueuePolicy = policy };
        IWorkerType type = await kind.Start(worker);
        Assert.Equal(1, type.Slots);
        return new OneSlot(worker, type);
    }

    /// <summary>Hands a request to the worker class on the loop's thread, as a worker does.</summary>
    public Task<Task> Send(FakeRequest request) => Worker.Loop.Run(() => Type.ExecuteAsync(request));

    /// <summary>Lets the request that takes the slot end.</summary>
    public void Release() => _held.Release();

    public async ValueTask DisposeAsync()
    {
        Release();
        await Running;
        await Type.DisposeAsync();
        // What was posted by then still runs on the loop.
        await Worker.Loop.Settle();
        Worker.Dispose();
    }
}
