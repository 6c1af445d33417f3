using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Life;

/// <summary>Tells the scoreboard, once a second, how the worker fares as a process: what only it can know.</summary>
internal sealed class ProcessGauges : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly WorkerRegion _region;
    private readonly IEventLoop _loop;
    private readonly Timer _timer;
    private long _posted;

    public ProcessGauges(WorkerRegion region, IEventLoop loop)
    {
        _region = region;
        _loop = loop;
        // No execution context: nobody's AsyncLocals are of interest here.
        using AsyncFlowControl _ = ExecutionContext.SuppressFlow();
        _timer = new Timer(static gauges => ((ProcessGauges)gauges!).Look(), this, Interval, Interval);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        Volatile.Write(ref _region.GcPause, GC.GetTotalPauseDuration().ToNanoseconds());
        Volatile.Write(ref _region.GcCollections, GC.CollectionCount(0));
        Volatile.Write(ref _region.HeapBytes, GC.GetTotalMemory(forceFullCollection: false));
        Volatile.Write(ref _region.PoolQueue, ThreadPool.PendingWorkItemCount);
        long now = MonotonicClock.Nanoseconds;
        long waiting = Volatile.Read(ref _posted);
        // The last one has not had its turn yet: the loop is behind by as much.
        if (waiting != 0)
        {
            Volatile.Write(ref _region.LoopLag, now - waiting);
            return;
        }

        Volatile.Write(ref _posted, now);
        _loop.Post(static gauges => ((ProcessGauges)gauges!).OnLoop(), this);
    }

    private void OnLoop()
    {
        Volatile.Write(ref _region.LoopLag, MonotonicClock.Nanoseconds - _posted);
        Volatile.Write(ref _posted, 0);
    }
}
