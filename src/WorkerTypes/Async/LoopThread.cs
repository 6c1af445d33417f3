namespace AppHost.WorkerTypes.Async;

/// <summary>The worker's event loop.</summary>
internal sealed class LoopThread(IEventLoop loop) : RunPlace
{
    public override bool IsHere => loop.IsOnLoop;

    public override SynchronizationContext? Context { get; } = loop.SynchronizationContext;

    public override void Post(Action<object?> callback, object? state) => loop.Post(callback, state);
}
