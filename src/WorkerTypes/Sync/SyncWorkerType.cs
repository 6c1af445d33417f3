using AppHost.WorkerTypes.Threaded;

namespace AppHost.WorkerTypes.Sync;

/// <summary>The worker class <c>sync</c>: one request at a time, whatever <c>--threads</c> says.</summary>
internal sealed class SyncWorkerType : ExecutorWorkerType
{
    private protected override RequestExecutor CreateExecutor(WorkerTypeContext context) =>
        ThreadedWorkerType.Create(context, minThreads: 1, maxThreads: 1);
}
