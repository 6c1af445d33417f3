using AppHost;

namespace CustomWorkerType;

/// <summary>A request and the task that tells the worker of its end.</summary>
public sealed record WaitingRequest(IWorkerRequest Request, Priority Priority)
{
    // Whoever awaits the task must not run on a thread of ours.
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the request; never faults.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Blocks until the app is done.</summary>
    public void Run()
    {
        Request.Run();
        _ended.SetResult();
    }

    /// <summary>Answers for the app.</summary>
    public async Task RejectAsync(RejectReason reason)
    {
        await Request.RejectAsync(reason);
        _ended.SetResult();
    }
}
