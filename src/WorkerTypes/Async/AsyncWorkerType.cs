namespace AppHost.WorkerTypes.Async;

/// <summary>
/// The worker class <c>async</c>: every request, and every continuation of its code, runs on the worker's one event loop.
/// </summary>
internal sealed class AsyncWorkerType : ExecutorWorkerType
{
    private protected override RequestExecutor CreateExecutor(WorkerTypeContext context)
    {
        if (context.AppBlocks)
        {
            throw new InvalidOperationException(
                "worker-class async cannot run a handler that implements IHandler: it runs everything on one event loop, and a " +
                "call that blocks would stop every other request of the worker. Three ways out: implement IAsyncHandler and " +
                "await instead of blocking; or use --worker-class threaded, which gives each request a thread; or implement " +
                "IAsyncHandler and wrap only the blocking part: `await Task.Run(() => ...)`.");
        }

        return new TaskExecutor(context, context.AsyncLimit, new LoopThread(context.Loop, context.AppIsAspNetCore ? null : context.Loop.SynchronizationContext));
    }
}
