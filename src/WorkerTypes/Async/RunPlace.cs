namespace AppHost.WorkerTypes.Async;

/// <summary>Where the code of apps that await runs.</summary>
internal abstract class RunPlace
{
    /// <summary>True if a request may start on the calling thread.</summary>
    public abstract bool IsHere { get; }

    /// <summary>What an <c>await</c> in the app's code comes back to; null for the .NET thread pool.</summary>
    public abstract SynchronizationContext? Context { get; }

    /// <summary>Runs a callback there later, never inside this call.</summary>
    public abstract void Post(Action<object?> callback, object? state);
}
