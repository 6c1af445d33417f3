namespace AppHost.WorkerTypes.Async;

/// <summary>The thread on which the request arrives; for one that had to wait, the .NET thread pool.</summary>
internal sealed class CallingThread : RunPlace
{
    public override bool IsHere => true;

    public override SynchronizationContext? Context => null;

    public override void Post(Action<object?> callback, object? state) =>
        ThreadPool.UnsafeQueueUserWorkItem(callback, state, preferLocal: true);
}
