using System.Runtime.CompilerServices;

namespace AppHost.WorkerTypes.Queueing;

/// <summary>A request together with the task that the caller of <see cref="IWorkerType.ExecuteAsync"/> awaits.</summary>
/// <remarks>
/// A method builder instead of a <see cref="TaskCompletionSource"/>: the task is then the only allocation of a request.
/// </remarks>
internal readonly struct WaitingRequest
{
    private readonly AsyncTaskMethodBuilder _completion;

    public WaitingRequest(IWorkerRequest request)
    {
        Request = request;
        AsyncTaskMethodBuilder completion = AsyncTaskMethodBuilder.Create();
        // The builder makes its task on first use. It must exist before this struct is copied, or each copy gets its own.
        Completion = completion.Task;
        _completion = completion;
    }

    public IWorkerRequest Request { get; }

    /// <summary>Completes with <see cref="Complete"/>.</summary>
    public Task Completion { get; }

    /// <summary>
    /// Completes the task. Code that awaits it may run inside this call, unless a <see cref="SynchronizationContext"/> is current.
    /// </summary>
    public void Complete() => _completion.SetResult();
}
