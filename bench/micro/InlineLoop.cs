namespace AppHost.Micro;

/// <summary>An event loop whose thread is the calling one: the cost of a request without that of a turn of the loop.</summary>
internal sealed class InlineLoop : IEventLoop
{
    /// <inheritdoc />
    public bool IsOnLoop => true;

    /// <inheritdoc />
    public SynchronizationContext SynchronizationContext { get; } = new();

    /// <inheritdoc />
    public void Post(Action<object?> callback, object? state) => callback(state);
}
