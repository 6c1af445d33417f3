using AppHost.WorkerTypes.Queueing;
using Microsoft.Extensions.Logging;

namespace AppHost.WorkerTypes.Threaded;

/// <summary>Runs apps that block. A slot is a thread: dedicated, named, and never more than the maximum.</summary>
/// <remarks>
/// Every request goes through the queue, also when a thread is idle: so the order of arrival is the order of service, whichever
/// thread comes first. A free slot counts as room in the queue, so a limit of 0 means "run at once or reject".
/// </remarks>
internal sealed partial class ThreadExecutor : RequestExecutor
{
    private readonly ThreadRoll _threads;
    private readonly ILogger _logger;
    private readonly string _namePrefix;
    private readonly Action<Thread> _startThread;
    private readonly int _stackSize;
    private readonly IThreadLifecycle? _lifecycle;
    private readonly ITimer _growTimer;
    private readonly ITimer _shrinkTimer;
    private bool _growTimerArmed;
    private bool _shrinkTimerArmed;

    private ThreadExecutor(WorkerTypeContext context, int minThreads, int maxThreads, Action<Thread> startThread)
        : base(context, maxThreads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minThreads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minThreads, maxThreads);
        _threads = new ThreadRoll(minThreads, maxThreads, IdleLimit, Time);
        _logger = context.LoggerFactory.CreateLogger<ThreadExecutor>();
        _namePrefix = $"apphost-w{context.Worker.WorkerId}-{(context.RequestClass is { } requests ? requests + "-" : "")}t";
        _startThread = startThread;
        _stackSize = context.ThreadStackSize;
        _lifecycle = context.ThreadLifecycle;
        _growTimer = Time.CreateTimer(
            static state => ((ThreadExecutor)state!).Grow(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _shrinkTimer = Time.CreateTimer(
            static state => ((ThreadExecutor)state!).Shrink(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Makes an executor with its minimum of threads running.</summary>
    /// <param name="context">The worker's settings.</param>
    /// <param name="minThreads">At least 1.</param>
    /// <param name="maxThreads">The slots.</param>
    /// <param name="startThread">Starts a thread; the default is <see cref="Thread.UnsafeStart()"/>.</param>
    /// <exception cref="OutOfMemoryException">The system gives no more threads.</exception>
    public static ThreadExecutor Start(
        WorkerTypeContext context, int minThreads, int maxThreads, Action<Thread>? startThread = null)
    {
        // Unsafe: a pool thread must not inherit the execution context of the request that happened to make it start.
        var executor = new ThreadExecutor(context, minThreads, maxThreads, startThread ?? (static thread => thread.UnsafeStart()));
        try
        {
            executor.FillToMinimum();
        }
        catch
        {
            // Dispose without waiting: the threads that did start see the state and leave.
            _ = executor.DisposeAsync().AsTask();
            throw;
        }

        return executor;
    }

    /// <summary>Threads that run or will run requests. For tests and diagnostics.</summary>
    public int Threads
    {
        get
        {
            lock (Sync)
            {
                return _threads.Serving;
            }
        }
    }

    /// <summary>Threads that sleep. For tests and diagnostics.</summary>
    public int IdleThreads
    {
        get
        {
            lock (Sync)
            {
                return _threads.Idle;
            }
        }
    }

    protected override int Running => _threads.Busy;

    /// <inheritdoc/>
    public override Task ExecuteAsync(IWorkerRequest request)
    {
        var waiting = new WaitingRequest(request);
        RequestThread? wake = null;
        Rejection? rejection;
        bool added;
        lock (Sync)
        {
            added = TryEnqueue(waiting, freeSlots: Slots - _threads.Busy, out rejection);
            if (added)
            {
                wake = _threads.Wake(Waiting);
                ArmGrowTimer(waiting.Request.ArrivedAt);
            }
        }

        wake?.Parker.Unpark();
        if (!added)
        {
            return RejectArriving(rejection!.Value);
        }

        if (rejection is { } displaced)
        {
            Reject(displaced);
        }

        return waiting.Completion;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _growTimer.DisposeAsync();
        await _shrinkTimer.DisposeAsync();
    }

    protected override void Wind()
    {
        while (true)
        {
            RequestThread? idle;
            lock (Sync)
            {
                EndIfEmpty();
                idle = _threads.WakeAny();
            }

            if (idle is null)
            {
                return;
            }

            idle.Parker.Unpark();
        }
    }

    private void EndIfEmpty()
    {
        if (State != ExecutorState.Accepting && _threads.Alive == 0)
        {
            End();
        }
    }
}
