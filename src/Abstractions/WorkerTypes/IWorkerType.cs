namespace AppHost;

/// <summary>
/// A worker class: decides where and when the requests of one worker process run.
/// </summary>
/// <remarks>
/// <para>
/// The worker makes one instance with a public parameterless constructor, calls <see cref="StartAsync"/> once, then
/// <see cref="ExecuteAsync"/> for each request and <see cref="StopAsync"/> once, when no request is left.
/// </para>
/// <para>
/// It owns the queue of requests that wait for a slot and nothing else: counting, deadlines and the records that
/// <c>apphost status</c> shows are kept around it by the worker, from what it does with each <see cref="IWorkerRequest"/>.
/// </para>
/// </remarks>
public interface IWorkerType : IAsyncDisposable
{
    /// <summary>How many requests run at once at most. Read after <see cref="StartAsync"/>; constant from then on.</summary>
    int Slots { get; }

    /// <summary>Takes what the worker offers and starts threads. An exception is a boot failure and its message is shown.</summary>
    /// <param name="context">Settings and services of the worker.</param>
    /// <param name="cancellationToken">Ends when the worker is told to leave while it boots.</param>
    ValueTask StartAsync(WorkerTypeContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a request whose head has arrived. Called on an I/O thread, concurrently, and must not block.
    /// </summary>
    /// <param name="request">
    /// To be ended by exactly one of <see cref="IWorkerRequest.Run"/>, <see cref="IWorkerRequest.RunAsync"/> and
    /// <see cref="IWorkerRequest.RejectAsync"/>, now or later, on any thread.
    /// </param>
    /// <returns>A task that completes when the request has ended; it never faults.</returns>
    Task ExecuteAsync(IWorkerRequest request);

    /// <summary>Ends the threads. Called when no request is running or waiting, or when time is up.</summary>
    /// <param name="cancellationToken">Ends when the worker must leave at once.</param>
    ValueTask StopAsync(CancellationToken cancellationToken);
}
