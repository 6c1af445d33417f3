namespace AppHost;

/// <summary>
/// Optional: an <see cref="IHandler"/> that also implements this is told of the first and the last moment of each thread that runs
/// its requests, on that thread: for what a thread owns, such as a connection or a native context.
/// </summary>
/// <remarks>An exception is logged, and the thread goes on. A worker that is killed calls nothing.</remarks>
public interface IThreadLifecycle
{
    /// <summary>Before the thread's first request, and so after <see cref="IWorkerLifecycle.StartingAsync"/>.</summary>
    void ThreadStarted()
    {
    }

    /// <summary>After its last request: the pool shrinks, or the worker leaves.</summary>
    void ThreadStopping()
    {
    }
}
