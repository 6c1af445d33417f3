using AppHost.Worker.Messages;

namespace AppHost.Worker.Life;

/// <summary>Starts the worker classes of those request classes that have slots of their own.</summary>
internal static class LanePools
{
    private const string Sync = "sync";
    private const string Threaded = "threaded";

    /// <summary>Starts them.</summary>
    /// <param name="workerClass">Of the worker; one thread is no measure for a class that asks for several.</param>
    /// <param name="rest">What all other requests have.</param>
    /// <returns>By the name of the class.</returns>
    public static async Task<Dictionary<string, IWorkerType>> StartAsync(
        IReadOnlyList<ClassAssignment> classes, string workerClass, WorkerTypeContext rest, Func<string, IWorkerType> create,
        Func<IWorkerType, WorkerTypeContext, CancellationToken, Task> start, CancellationToken cancellationToken)
    {
        var pools = new Dictionary<string, IWorkerType>();
        foreach (ClassAssignment requests in classes.Where(requests => requests.MaxThreads is not null))
        {
            IWorkerType pool = create(workerClass == Sync ? Threaded : workerClass);
            await start(pool, Context(requests, rest), cancellationToken);
            pools.Add(requests.Name, pool);
        }

        return pools;
    }

    private static WorkerTypeContext Context(ClassAssignment requests, WorkerTypeContext rest) => new()
    {
        Worker = rest.Worker,
        AppBlocks = rest.AppBlocks,
        AppIsAspNetCore = rest.AppIsAspNetCore,
        RequestClass = requests.Name,
        MinThreads = requests.MinThreads!.Value,
        MaxThreads = requests.MaxThreads!.Value,
        ThreadStackSize = rest.ThreadStackSize,
        ThreadLifecycle = rest.ThreadLifecycle,
        AsyncLimit = requests.MaxThreads.Value,
        QueueLength = requests.QueueLength,
        QueueTimeout = requests.QueueTimeout is { } wait ? TimeSpan.FromMilliseconds(wait) : rest.QueueTimeout,
        QueuePolicy = rest.QueuePolicy,
        Loop = rest.Loop,
        TimeProvider = rest.TimeProvider,
        LoggerFactory = rest.LoggerFactory,
    };
}
