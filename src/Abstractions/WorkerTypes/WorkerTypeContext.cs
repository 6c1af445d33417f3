using Microsoft.Extensions.Logging;

namespace AppHost;

/// <summary>What a worker offers to its worker class. Immutable.</summary>
public sealed class WorkerTypeContext
{
    /// <summary>The worker, its id and when it drains.</summary>
    public required IWorkerInfo Worker { get; init; }

    /// <summary>
    /// True for an <see cref="IHandler"/>, which needs a thread of its own for each request; false for an
    /// <see cref="IAsyncHandler"/> or an ASP.NET Core app, for which a slot is a place in a count.
    /// </summary>
    public required bool AppBlocks { get; init; }

    /// <summary>
    /// True for an ASP.NET Core app, which keeps the framework's rules: no <see cref="SynchronizationContext"/>, and code of it
    /// that blocks is the .NET thread pool's affair, not that of the thread on which its request arrives.
    /// </summary>
    public bool AppIsAspNetCore { get; init; }

    /// <summary>Threads kept even when idle (<c>--threads MIN:MAX</c>), at least 1.</summary>
    public required int MinThreads { get; init; }

    /// <summary>Most threads, at least <see cref="MinThreads"/>.</summary>
    public required int MaxThreads { get; init; }

    /// <summary>Bytes of stack of a thread (<c>thread-stack</c>); 0: what the system gives.</summary>
    public int ThreadStackSize { get; init; }

    /// <summary>To be told of the beginning and the end of each thread that runs requests; null: nobody.</summary>
    public IThreadLifecycle? ThreadLifecycle { get; init; }

    /// <summary>Requests in flight on one event loop (<c>async.limit</c>).</summary>
    public required int AsyncLimit { get; init; }

    /// <summary>Most requests that wait for a slot (<c>queue.length</c>); null means four for each slot.</summary>
    public required int? QueueLength { get; init; }

    /// <summary>Longest time a request waits for a slot (<c>queue.timeout</c>); zero: no limit.</summary>
    public required TimeSpan QueueTimeout { get; init; }

    /// <summary>What happens when the queue is full.</summary>
    public required QueuePolicy QueuePolicy { get; init; }

    /// <summary>The class of requests that has these slots for itself; null where all share them.</summary>
    public string? RequestClass { get; init; }

    /// <summary>The worker's event loop.</summary>
    public required IEventLoop Loop { get; init; }

    /// <summary>The clock of <see cref="IWorkerRequest.ArrivedAt"/>.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Where to log.</summary>
    public required ILoggerFactory LoggerFactory { get; init; }
}
