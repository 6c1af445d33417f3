namespace AppHost.WorkerTypes.Async;

/// <summary>The worker's event loop.</summary>
/// <param name="context">What brings an await of the app back to it; null: the app's awaits go where those of the framework go.</param>
internal sealed class LoopThread(IEventLoop loop, SynchronizationContext? context) : RunPlace
{
    public override bool IsHere => loop.IsOnLoop;

    public override SynchronizationContext? Context => context;

    public override void Post(Action<object?> callback, object? state) => loop.Post(callback, state);
}
