using AppHost.WorkerTypes.Async;
using AppHost.WorkerTypes.Sync;
using AppHost.WorkerTypes.Threaded;

namespace AppHost.Tests.WorkerTypes;

/// <summary>The worker classes, each with the kinds of app it runs. Public for test discovery.</summary>
public enum WorkerClass
{
    SyncBlocking,
    SyncAwaiting,
    ThreadedBlocking,
    ThreadedAwaiting,
    Async,
}

internal static class WorkerClassExtensions
{
    public static bool Blocks(this WorkerClass kind) => kind is WorkerClass.SyncBlocking or WorkerClass.ThreadedBlocking;

    public static async Task<IWorkerType> Start(this WorkerClass kind, TestWorker worker) => kind switch
    {
        WorkerClass.SyncBlocking or WorkerClass.SyncAwaiting => await worker.Start<SyncWorkerType>(),
        WorkerClass.Async => await worker.Start<AsyncWorkerType>(),
        _ => await worker.Start<ThreadedWorkerType>(),
    };
}
