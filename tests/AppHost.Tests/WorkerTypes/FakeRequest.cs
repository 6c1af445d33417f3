using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Tests.WorkerTypes;

/// <summary>A request that counts how often it was ended, and runs what the test wants as its app.</summary>
internal sealed class FakeRequest(long arrivedAt = 0) : IWorkerRequest
{
    private readonly TaskCompletionSource<Thread> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _ended;
    private volatile bool _aborted;

    /// <summary>What a blocking app does. Null: return at once.</summary>
    public Action? Body { get; init; }

    /// <summary>What an app that awaits does. Null: complete at once.</summary>
    public Func<Task>? AsyncBody { get; init; }

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public long ArrivedAt { get; } = arrivedAt;

    public bool IsAborted => _aborted;

    /// <summary>Completes with the thread the app runs on.</summary>
    public Task<Thread> Started => _started.Task;

    public RejectReason? Rejection { get; private set; }

    /// <summary>How often the request was ended; the contract says once.</summary>
    public int Ended => Volatile.Read(ref _ended);

    public bool Ran => _started.Task.IsCompleted;

    public void Abort() => _aborted = true;

    public void Run()
    {
        End();
        _started.SetResult(Thread.CurrentThread);
        Body?.Invoke();
    }

    public Task RunAsync()
    {
        End();
        _started.SetResult(Thread.CurrentThread);
        return AsyncBody?.Invoke() ?? Task.CompletedTask;
    }

    public Task RejectAsync(RejectReason reason)
    {
        End();
        Rejection = reason;
        return Task.CompletedTask;
    }

    private void End()
    {
        if (Interlocked.Increment(ref _ended) != 1)
        {
            throw new InvalidOperationException("ended twice");
        }
    }
}
