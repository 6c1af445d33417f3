using AppHost.Tests.Apps;
using AppHost.Tests.Support;
using AppHost.Worker.Dispatch;
using AppHost.Worker.Dispatch.Deadlines;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Stacks;
using AppHost.Worker.Transport;

namespace AppHost.Tests.Dispatch.Deadlines;

/// <summary>The watch with a clock in the test's hand.</summary>
public sealed class RequestWatchTests : IDisposable
{
    private const long Millisecond = 1_000_000;

    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();
    private readonly CapturingLogger<RequestWatch> _log = new();
    private readonly RequestSlots _slots;
    private readonly RequestWatch _watch;

    public RequestWatchTests()
    {
        _slots = new RequestSlots(_scoreboard.Region(0));
        _watch = new RequestWatch(
            _slots, Region, new WorkerLoad(Region), new FakeWorker(),
            new WatchOptions { Stacks = new NoStacks(), LoopLimit = 250 * Millisecond, LoopSleep = 50 * Millisecond, ShortestStep = 40 * Millisecond },
            _log);
    }

    private WorkerRegion Region => _scoreboard.Region(0);

    public void Dispose()
    {
        _watch.Dispose();
        _scoreboard.Dispose();
    }

    [Fact]
    public void It_looks_again_when_the_next_step_is_due()
    {
        Assert.Equal(40 * Millisecond, _watch.Look(0));
        _slots.Take(new Watched { NextChange = 17 * Millisecond });
        Assert.Equal(17 * Millisecond, _watch.Look(0));
        _slots.Take(new Watched { NextChange = 0 });
        // Overdue, and held back by its mode: not as often as a processor can.
        Assert.Equal(5 * Millisecond, _watch.Look(0));
    }

    [Fact]
    public void A_request_that_has_ended_is_not_looked_at()
    {
        var request = new Watched();
        int slot = _slots.Take(request);
        _watch.Look(0);
        _slots.Return(slot);
        _watch.Look(1);
        Assert.Equal(1, request.Looks);
    }

    [Fact]
    public void Time_in_which_the_process_stood_still_does_not_count()
    {
        var request = new Watched();
        _slots.Take(request);
        long due = _watch.Look(0);
        _watch.Look(due + (900 * Millisecond));
        Assert.Equal(0, request.Forgiven);
        due = _watch.Look(1000 * Millisecond);
        _watch.Look(due + (7000 * Millisecond));
        Assert.Equal(7000 * Millisecond, request.Forgiven);
    }

    [Fact]
    public void A_blocked_loop_is_counted_and_logged_with_its_request()
    {
        WorkerRegion region = Region;
        region.Heartbeat = 10 * Millisecond;
        int slot = _slots.Take(new Watched());
        _slots.Record(slot).Begin(1, 0, 1, "GET", "/slow", "");
        _slots.OnLoop = slot;
        for (long now = 0; now <= 2000; now += 10) _watch.Look(now * Millisecond);
        Assert.Equal(1, region.LoopBlocks);
        region.Heartbeat = 2005 * Millisecond;
        _watch.Look(2006 * Millisecond);
        Assert.True(SpinWait.SpinUntil(() => _log.Records.Count == 2, TimeSpan.FromSeconds(60)));
        Assert.Contains(_log.Records, r => r.Message.StartsWith("The event loop has been blocked for 310 ms by GET /slow", StringComparison.Ordinal));
        Assert.Contains(_log.Records, r => r.Message == "The event loop goes on; it was blocked for 1995 ms.");
    }

    [Fact]
    public void Only_the_first_slow_request_in_thirty_seconds_has_a_stack()
    {
        for (int i = 0; i < 2; i++) _slots.Take(new Watched { Takes = DeadlineStep.Slow });
        _watch.Look(0);
        Assert.True(SpinWait.SpinUntil(() => _log.Records.Count == 2, TimeSpan.FromSeconds(60)));
        Assert.Contains(_log.Records, r => r.Message.Contains("(no stack: there is none)", StringComparison.Ordinal));
        Assert.Contains(_log.Records, r => r.Message.Contains("(no stack: one was read less than 30 s ago)", StringComparison.Ordinal));
        Assert.Equal(2, Region.Slow);
    }

    private sealed class NoStacks : IStackSource
    {
        public StackReading Read(int managedThread) => new([], "there is none");
    }

    private sealed class Watched : IWatchedRequest
    {
        public long NextChange { get; init; } = long.MaxValue;

        public DeadlineStep Takes { get; set; }

        public int Looks { get; private set; }

        public long Forgiven { get; private set; }

        public DeadlineStep Step => DeadlineStep.Running;

        public DeadlineStep Look(long now, bool pressure, out long nextChange)
        {
            Looks++;
            nextChange = NextChange;
            (DeadlineStep step, Takes) = (Takes, DeadlineStep.Idle);
            return step;
        }

        public void Forgive(long nanoseconds) => Forgiven += nanoseconds;
    }
}
