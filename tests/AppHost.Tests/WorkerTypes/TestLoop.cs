using System.Collections.Concurrent;

namespace AppHost.Tests.WorkerTypes;

/// <summary>An event loop on a thread of its own that runs what is posted to it.</summary>
internal sealed class TestLoop : IEventLoop, IDisposable
{
    private readonly BlockingCollection<(Action<object?> Callback, object? State)> _posted = [];
    private int _posts;

    public TestLoop()
    {
        SynchronizationContext = new LoopContext(this);
        Thread = new Thread(() =>
        {
            foreach ((Action<object?> callback, object? state) in _posted.GetConsumingEnumerable())
            {
                callback(state);
                System.Threading.SynchronizationContext.SetSynchronizationContext(null);
            }
        })
        {
            IsBackground = true,
            Name = "test loop",
        };
        Thread.Start();
    }

    public bool IsOnLoop => Thread.CurrentThread == Thread;

    public SynchronizationContext SynchronizationContext { get; }

    public Thread Thread { get; }

    /// <summary>How many callbacks were posted so far.</summary>
    public int Posts => Volatile.Read(ref _posts);

    public void Post(Action<object?> callback, object? state)
    {
        Interlocked.Increment(ref _posts);
        _posted.Add((callback, state));
    }

    /// <summary>Runs a function on the loop; the task completes with its result.</summary>
    public Task<T> Run<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            _ =>
            {
                try
                {
                    result.SetResult(function());
                }
                catch (Exception exception)
                {
                    result.SetException(exception);
                }
            },
            null);
        return result.Task;
    }

    /// <summary>Completes when everything posted before has run.</summary>
    public Task Settle() => Run(() => true);

    public void Dispose()
    {
        _posted.CompleteAdding();
        // A test may have come to its end in a continuation on this very thread; the thread then ends after it.
        if (!IsOnLoop)
        {
            Thread.Join();
        }
    }

    private sealed class LoopContext(TestLoop loop) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => loop.Post(
            _ =>
            {
                SetSynchronizationContext(this);
                d(state);
            },
            null);
    }
}
