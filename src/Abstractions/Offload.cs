namespace AppHost;

/// <summary>
/// Takes CPU work off the event loop of a worker of class <c>async</c>: while it computes, the loop serves others. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// The work runs on the .NET thread pool, as many at once as the worker has processors; the rest waits in the order of
/// arrival. <c>Task.Run</c> has no such bound: a burst of it makes all of them slow instead of some of them early.
/// </para>
/// <para>
/// An <c>await</c> of the returned task comes back to the loop. The work itself runs beside it: it must not touch state that
/// the loop's code keeps without a lock, nor the <c>HttpContext</c>.
/// </para>
/// </remarks>
public static class Offload
{
    private static readonly SemaphoreSlim Places = new(Environment.ProcessorCount);

    /// <summary>Runs work that computes for more than about a millisecond.</summary>
    /// <param name="work">What to run; an exception of it is the task's.</param>
    /// <param name="cancellationToken">Ends the waiting; what runs already has to look at it itself.</param>
    /// <returns>Its result.</returns>
    public static async Task<TResult> RunAsync<TResult>(Func<TResult> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        await Places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Places.Release();
        }
    }

    /// <inheritdoc cref="RunAsync{TResult}"/>
    /// <returns>A task that completes with the work.</returns>
    public static async Task RunAsync(Action work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        await Places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Places.Release();
        }
    }
}
