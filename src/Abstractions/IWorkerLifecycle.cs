namespace AppHost;

/// <summary>
/// Optional: a handler that also implements this is told of the turns in its worker's life, in this order:
/// starting, ready, draining, stopping.
/// </summary>
/// <remarks>
/// Calls never overlap: a turn waits until the one before has come back, and is left out when the worker's time is up before that.
/// An exception from <see cref="StartingAsync"/> is a boot failure; from the others it is logged.
/// </remarks>
public interface IWorkerLifecycle
{
    /// <summary>Before the worker accepts: open pools, fill caches. The boot timeout covers it.</summary>
    /// <param name="cancellationToken">Ends when the worker is told to leave while it boots.</param>
    Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The worker accepts and the master knows it.</summary>
    /// <param name="cancellationToken">Ends when the worker is told to stop at once.</param>
    Task ReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The worker accepts nothing new; running requests go on. Leave queues, give up locks, end long polls.</summary>
    /// <param name="cancellationToken">Ends when the worker's graceful timeout is over.</param>
    Task DrainingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>No request runs any more; the process ends when the returned task has completed.</summary>
    /// <param name="cancellationToken">Ends when the worker's graceful timeout is over.</param>
    Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
