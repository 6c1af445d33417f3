using AppHost.Load.Arrivals;
using AppHost.Load.Statistics;

namespace AppHost.Load.Engine;

/// <summary>One thread of the generator: its connections, its arrivals, its counts. Nothing is shared while it runs.</summary>
internal sealed class LoadThread : IDisposable
{
    // How long an interrupt may go unnoticed.
    private const long LongestWait = 50_000_000;
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(2);

    private readonly LoadPlan _plan;
    private readonly int _index;
    private readonly long _spin;
    private readonly EpollSet _epoll = new();
    private readonly ConnectionSet _connections;
    private readonly ConnectionIo _io;

    public LoadThread(LoadPlan plan, int index)
    {
        (_plan, _index, _spin) = (plan, index, plan.Spin.Ticks * 100);
        _connections = new ConnectionSet(plan, index);
        _io = new ConnectionIo(_epoll, plan);
    }

    /// <summary>What was counted; valid after <see cref="Run"/>.</summary>
    public RunStatistics? Statistics { get; private set; }

    /// <summary>CPU time of this thread within the measured window in nanoseconds.</summary>
    public long CpuInWindow { get; private set; }

    /// <summary>The first failure to open a connection ahead, 0 when all are open.</summary>
    public int OpenError { get; private set; }

    /// <summary>How many connections were opened ahead.</summary>
    public int OpenedAhead { get; private set; }

    /// <summary>Opens the kept connections before time starts to count; one that fails is tried again by the first request on it.</summary>
    public void OpenAhead(CancellationToken stop)
    {
        foreach (var connection in _connections.All)
        {
            if (stop.IsCancellationRequested)
                return;
            OpenError = _io.OpenAhead(connection, OpenLimit);
            if (OpenError != Libc.ErrorNone)
                return;
            OpenedAhead++;
        }
    }

    /// <summary>Sends the load; returns when every request has ended.</summary>
    public void Run(RunWindow window, CancellationToken stop)
    {
        var statistics = new RunStatistics(window.Start, window.End, _plan.Paths.Count, _plan.KeepsLog ? new RequestLog() : null)
        {
            Opened = OpenedAhead,
        };
        _io.Statistics = Statistics = statistics;
        var source = NewSource(window);
        // Arrivals and choices have streams of their own: answers must not change the arrivals.
        var choices = new SeededRandom(_plan.Seed, StreamOf(choices: true));
        var dispatcher = new Dispatcher(_plan, _connections, _io, source, choices, statistics);
        var cpuAtStart = -1L;
        var cpuAtEnd = -1L;
        while (!stop.IsCancellationRequested)
        {
            var now = MonotonicClock.Now;
            if (cpuAtStart < 0 && now >= window.Start)
                cpuAtStart = Libc.CpuClock(Libc.ClockThreadCpu);
            if (cpuAtEnd < 0 && now >= window.End)
                cpuAtEnd = Libc.CpuClock(Libc.ClockThreadCpu);
            dispatcher.Advance(now);
            DispatchDue(dispatcher, source);
            if (source.NextDue == long.MaxValue && !dispatcher.IsBusy)
                break;
            var ready = _epoll.WaitUntil(NextWake(source, dispatcher, now));
            for (var i = 0; i < ready; i++)
            {
                var (events, data) = _epoll[i];
                if (data != EpollSet.TimerData)
                    dispatcher.Ready(events, data);
                // A batch may hold hundreds of answers: what falls due meanwhile does not wait for all of them.
                DispatchDue(dispatcher, source);
            }
        }
        dispatcher.Abandon(MonotonicClock.Now);
        if (cpuAtStart >= 0)
            CpuInWindow = (cpuAtEnd >= 0 ? cpuAtEnd : Libc.CpuClock(Libc.ClockThreadCpu)) - cpuAtStart;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _connections.All)
        {
            if (connection.Descriptor >= 0)
                _ = Libc.Close(connection.Descriptor);
        }
        _io.Dispose();
        _epoll.Dispose();
    }

    private static void DispatchDue(Dispatcher dispatcher, IRequestSource source)
    {
        while (source.NextDue <= MonotonicClock.Now)
            dispatcher.Dispatch(source.Take());
    }

    // Early by the time for which the loop then polls. The latest wake-up is rounded up to a multiple, so that the timer is not armed anew
    // at each turn of the loop.
    private long NextWake(IRequestSource source, Dispatcher dispatcher, long now) =>
        Math.Min(Math.Min(source.NextDue - _spin, dispatcher.NextTimer), ((now / LongestWait) + 2) * LongestWait);

    private IRequestSource NewSource(RunWindow window)
    {
        var random = new SeededRandom(_plan.Seed, StreamOf(choices: false));
        var paths = new WeightedPaths(_plan.Paths);
        return _plan.Pacing switch
        {
            OpenLoop open => new OpenLoopSource(
                ArrivalProcesses.ForThread(open.Arrivals, open.Rate, random, _index, _plan.Threads),
                random, paths, _plan.Skew?.RequestShare ?? 1, window),
            ClosedLoop closed => new ClosedLoopSource(closed, _connections.All.Length, random, paths, window),
            _ => throw new InvalidOperationException($"{_plan.Pacing} has no source of requests."),
        };
    }

    private ulong StreamOf(bool choices) => (2UL * (ulong)_index) + (choices ? 1UL : 0UL);
}
