namespace AppHost.Worker.AspNetCore;

/// <summary>
/// Threads of the .NET pool for code that blocks in every slot. The pool makes threads up to its minimum at once, and beyond
/// it one or two a second.
/// </summary>
internal static class PoolThreads
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>So many more than the pool would have at once by itself: continuations must find one, too, when all slots block.</summary>
    public static void Reserve(int slots)
    {
        ThreadPool.GetMinThreads(out int threads, out int completionThreads);
        ThreadPool.SetMinThreads(threads + slots, completionThreads);
    }

    /// <summary>Lets them start now, and not while the first requests wait. The pool takes back what is idle for 20 s.</summary>
    public static void Start(int slots)
    {
        // Not disposed: one that could not start in time comes to it later.
        var started = new CountdownEvent(slots);
        for (int i = 0; i < slots; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static started =>
                {
                    started.Signal();
                    // Holds its thread, so that the next item needs another.
                    started.Wait(Patience);
                },
                started,
                preferLocal: false);
        }

        started.Wait(Patience);
    }
}
