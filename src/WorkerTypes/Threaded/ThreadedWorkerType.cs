using AppHost.WorkerTypes.Async;

namespace AppHost.WorkerTypes.Threaded;

/// <summary>
/// The worker class <c>threaded</c>: up to M requests at once. A blocking handler runs on threads of its own; for an app that
/// awaits, M is a count and its code runs where the request arrives and on the .NET thread pool.
/// </summary>
internal sealed class ThreadedWorkerType : ExecutorWorkerType
{
    private protected override RequestExecutor CreateExecutor(WorkerTypeContext context) =>
        Create(context, context.MinThreads, context.MaxThreads);

    /// <summary>Slots for each kind of app.</summary>
    internal static RequestExecutor Create(WorkerTypeContext context, int minThreads, int maxThreads) => context.AppBlocks
        ? ThreadExecutor.Start(context, minThreads, maxThreads)
        : new TaskExecutor(context, maxThreads, context.AppIsAspNetCore ? new PoolThread() : new CallingThread());
}
