namespace AppHost;

/// <summary>The worker's event loop: one thread that accepts connections and runs what is posted to it. Thread-safe.</summary>
public interface IEventLoop
{
    /// <summary>True on the loop's own thread.</summary>
    bool IsOnLoop { get; }

    /// <summary>Runs a callback on the loop's thread, in the order of posting. An exception is logged and does not end the loop.</summary>
    /// <param name="callback">What to run; it must not block.</param>
    /// <param name="state">Passed to the callback.</param>
    void Post(Action<object?> callback, object? state);

    /// <summary>The context that brings an <c>await</c> back to the loop's thread.</summary>
    SynchronizationContext SynchronizationContext { get; }
}
