using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using BenchmarkDotNet.Attributes;

namespace AppHost.Micro;

/// <summary>What it costs to decide whether to accept: at each release of a slot, and every 5 ms while closed.</summary>
public class GateBenchmarks
{
    private const int Regions = 16;

    private SharedScoreboard _scoreboard = null!;
    private Siblings _siblings = null!;
    private GateLoad _free;
    private GateLoad _full;
    private SiblingLoad _saturated;

    [GlobalSetup]
    public void Setup()
    {
        _scoreboard = SharedScoreboard.Create();
        _scoreboard.RegionsInUse = Regions;
        for (var i = 0; i < Regions; i++)
        {
            WorkerRegion region = _scoreboard.Region(i);
            region.State = WorkerState.Ready;
            region.Armed = true;
            region.Heartbeat = MonotonicClock.Nanoseconds;
            region.Slots = 16;
            region.QueueLimit = 64;
            region.Busy = 16;
        }
        _siblings = new Siblings(_scoreboard, ownRegion: 0);
        _free = new GateLoad(16, 3, 0, 1, 64);
        _full = new GateLoad(16, 16, 4, 0, 64);
        _saturated = new SiblingLoad(AnyFree: false, AnyQueueRoom: true, ShortestQueue: 3, FewestConnections: int.MaxValue);
    }

    [GlobalCleanup]
    public void Cleanup() => _scoreboard.Dispose();

    [Benchmark]
    public object DecideWithAFreeSlot() => Box(Gate.Decide(_free, SiblingLoad.None, QueuePolicy.Reject));

    [Benchmark]
    public object DecideWhenSaturated() => Box(Gate.Decide(_full, _saturated, QueuePolicy.Reject));

    [Benchmark]
    public object ReadFifteenSiblings() => Box(_siblings.Read(MonotonicClock.Nanoseconds).ShortestQueue);

    // Internal types may not be returned from a public method; these two are boxed once.
    private static readonly object Odd = 1, Even = 0;

    private static object Box(GateDecision decision) => ((int)decision & 1) != 0 ? Odd : Even;

    private static object Box(int number) => (number & 1) != 0 ? Odd : Even;
}
