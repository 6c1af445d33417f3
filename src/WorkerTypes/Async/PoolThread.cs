namespace AppHost.WorkerTypes.Async;

/// <summary>
/// The .NET thread pool, as under the framework's own server: code that blocks there holds up nothing but its own request. A
/// request that arrives on the event loop is handed over to it.
/// </summary>
internal sealed class PoolThread : RunPlace
{
    public override bool IsHere => Thread.CurrentThread.IsThreadPoolThread;

    public override SynchronizationContext? Context => null;

    // Not into the queue of the calling thread: the app's code there may be about to block it.
    public override void Post(Action<object?> callback, object? state) =>
        ThreadPool.UnsafeQueueUserWorkItem(callback, state, preferLocal: false);
}
