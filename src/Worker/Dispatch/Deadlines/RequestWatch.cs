using AppHost.Worker.Logging;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Stacks;
using AppHost.Worker.Transport;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Dispatch.Deadlines;

/// <summary>
/// Looks at all running requests and at the event loop from a thread of its own: neither a blocked loop nor a full thread
/// pool hinders it. Requests do not know of it and pay nothing for it: no timer, no lock.
/// </summary>
internal sealed partial class RequestWatch : IDisposable
{
    /// <summary>A block of the loop is to be seen soon after it has become one.</summary>
    private const int LooksInLoopLimit = 2;

    private static readonly long Shortest = TimeSpan.FromMilliseconds(5).ToNanoseconds();
    private static readonly long Longest = TimeSpan.FromMilliseconds(250).ToNanoseconds();

    /// <summary>Woken so much too late, this process was stopped: nobody had the time that passed.</summary>
    private static readonly long Standstill = TimeSpan.FromSeconds(1).ToNanoseconds();

    private readonly RequestSlots _slots;
    private readonly WorkerRegion _region;
    private readonly WorkerLoad _load;
    private readonly IWorkerInfo _worker;
    private readonly WatchOptions _options;
    private readonly ILogger _logger;
    private readonly LoopBlockPolicy _loopBlock;
    private readonly StackBudget _budget = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private readonly long _longestWait;
    private long _due = long.MaxValue;
    private bool _stuckReported;
    private bool _restReported;

    public RequestWatch(
        RequestSlots slots, WorkerRegion region, WorkerLoad load, IWorkerInfo worker, WatchOptions options, ILogger<RequestWatch> logger)
    {
        _slots = slots;
        _region = region;
        _load = load;
        _worker = worker;
        _options = options;
        _logger = logger;
        _loopBlock = new LoopBlockPolicy(options.LoopLimit, options.LoopSleep);
        _longestWait = Longest;
        if (options.LoopLimit > 0) _longestWait = Math.Min(_longestWait, options.LoopLimit / LooksInLoopLimit);
        // A request that begins while the watch sleeps must not come to its first step before the next look.
        if (options.ShortestStep > 0) _longestWait = Math.Min(_longestWait, options.ShortestStep);
        _longestWait = Math.Max(_longestWait, Shortest);
        _thread = new Thread(Watch) { IsBackground = true, Name = $"apphost-w{worker.WorkerId}-watch" };
    }

    /// <summary>Begins to watch.</summary>
    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive) _thread.Join();
        _stop.Dispose();
    }

    /// <summary>Looks at everything once.</summary>
    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC.</param>
    /// <returns>When to look again, likewise.</returns>
    public long Look(long now)
    {
        long late = now - _due;
        if (late > Standstill) Forgive(late);
        // A suspended process (a stack is being read, a debugger) has a late loop and a late watch.
        if (late < Standstill) LookAtLoop(now);
        long next = LookAtRequests(now);
        return _due = Math.Clamp(next, now + Shortest, now + _longestWait);
    }

    private void Watch()
    {
        while (true)
        {
            long wait = Look(MonotonicClock.Nanoseconds) - MonotonicClock.Nanoseconds;
            // Rounded up: a look before the time would find nothing to do.
            if (_stop.Wait(TimeSpan.FromMilliseconds(Math.Max(1, (wait + 999_999) / 1_000_000)))) return;
        }
    }

    private long LookAtRequests(long now)
    {
        GateLoad load = _load.Current;
        bool pressure = Volatile.Read(ref _region.Queued) > 0 || !load.IsFree;
        long next = long.MaxValue;
        int stuck = 0;
        for (int slot = _slots.Next(0, out IWatchedRequest? request); request is not null; slot = _slots.Next(slot + 1, out request))
        {
            DeadlineStep taken = request.Look(now, pressure, out long change);
            next = Math.Min(next, change);
            if (taken is not DeadlineStep.Idle) Report(taken, slot, now);
            if (request.Step is DeadlineStep.Stuck) stuck++;
        }

        if (stuck > 0) LookAtRest(stuck);
        return next;
    }

    /// <summary>A worker that drains waits for its requests; for those that are stuck it would wait in vain.</summary>
    private void LookAtRest(int stuck)
    {
        if (_restReported || !_worker.Draining.IsCancellationRequested) return;
        if (_load.InFlight > stuck || _load.Connections > stuck) return;
        _restReported = true;
        LogOnlyStuckLeft(stuck);
        _options.OnOnlyStuckLeft();
    }

    private void Report(DeadlineStep step, int slot, long now)
    {
        RequestSnapshot request = SnapshotOf(slot);
        string method = Printable.Of(request.Method);
        string path = Printable.Of(request.Path);
        double seconds = (now - request.Started) / 1e9;
        switch (step)
        {
            case DeadlineStep.Slow:
                Interlocked.Increment(ref _region.Slow);
                WithStack(now, request.Thread, stack => LogSlow(method, path, seconds, StackText.Describe(stack)));
                break;
            case DeadlineStep.Expired:
                Interlocked.Increment(ref _region.Expired);
                LogExpired(method, path, seconds);
                break;
            case DeadlineStep.Stuck:
                Interlocked.Increment(ref _region.Stuck);
                LogStuck(method, path, seconds);
                if (_stuckReported) break;
                _stuckReported = true;
                _options.OnStuck($"{method} {path}");
                break;
        }
    }

    private void LookAtLoop(long now)
    {
        bool blocked = _loopBlock.Look(_region.Heartbeat, now, out long ended);
        if (ended > 0) LogLoopUnblocked(ended / 1_000_000);
        if (!blocked) return;
        Interlocked.Increment(ref _region.LoopBlocks);
        string who = WhoIsOnLoop();
        long milliseconds = (now - _loopBlock.Blocked) / 1_000_000;
        long heartbeat = _loopBlock.Blocked;
        WithStack(now, _options.LoopThread, stack =>
        {
            bool over = stack.Problem is null && StackText.AppFrame(stack.Frames) is null && _region.Heartbeat != heartbeat;
            LogLoopBlocked(milliseconds, who, over ? " (it had gone on when its stack was read)" : StackText.Describe(stack));
        });
    }

    /// <summary>
    /// The request whose code was entered and has not come back. After an <c>await</c> nothing tells whose continuation runs;
    /// then it is the only one, or one of several, and the stack says more.
    /// </summary>
    private string WhoIsOnLoop()
    {
        int slot = _slots.OnLoop;
        if (slot == RequestSlots.None)
        {
            slot = _slots.Next(0, out IWatchedRequest? first);
            if (first is null) return "something that is no request";
            if (_slots.Next(slot + 1, out _) != RequestSlots.None) return $"one of {_load.Current.Busy} requests in flight";
        }

        RequestSnapshot request = SnapshotOf(slot);
        return $"{Printable.Of(request.Method)} {Printable.Of(request.Path)}";
    }

    private RequestSnapshot SnapshotOf(int slot)
    {
        if (RequestSlots.HasRecord(slot) && _slots.Record(slot).TryRead(out RequestSnapshot snapshot)) return snapshot;
        return new RequestSnapshot(MonotonicClock.Nanoseconds, 0, 0, "a request", "without a record", string.Empty, Torn: false);
    }

    /// <summary>Logs with a stack, which takes a second, on a thread that has the time.</summary>
    private void WithStack(long now, int thread, Action<StackReading> log)
    {
        if (!_budget.TryTake(now))
        {
            log(new StackReading([], $"one was read less than {StackBudget.Interval.TotalSeconds} s ago"));
            return;
        }

        new Thread(() => log(_options.Stacks.Read(thread))) { IsBackground = true, Name = "apphost-stacks" }.Start();
    }

    private void Forgive(long late)
    {
        LogStoodStill(late / 1_000_000);
        for (int slot = _slots.Next(0, out IWatchedRequest? request); request is not null; slot = _slots.Next(slot + 1, out request))
        {
            request.Forgive(late);
        }
    }
}
