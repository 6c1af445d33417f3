using AppHost.Worker.Dispatch;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using BenchmarkDotNet.Attributes;

namespace AppHost.Micro;

/// <summary>What each request writes to the shared memory.</summary>
public class ScoreboardBenchmarks
{
    private SharedScoreboard _scoreboard = null!;
    private RequestSlots _slots = null!;
    private WorkerLoad _load = null!;
    private RequestScope? _scope;

    [GlobalSetup]
    public void Setup()
    {
        _scoreboard = SharedScoreboard.Create();
        _slots = new RequestSlots(_scoreboard.Region(0));
        _load = new WorkerLoad(_scoreboard.Region(0)) { GateOpen = true };
    }

    [GlobalCleanup]
    public void Cleanup() => _scoreboard.Dispose();

    [Benchmark]
    public int RecordOfARequest()
    {
        int slot = _slots.Take();
        RequestRecord record = _slots.Record(slot);
        record.Begin(MonotonicClock.Nanoseconds, 0, 7, "GET", "/products/list", "");
        record.End();
        _slots.Return(slot);
        return slot;
    }

    [Benchmark]
    public void CountersOfARequest()
    {
        _load.RequestArrived(null);
        _load.RequestStarted();
        _load.RequestEnded(failed: false);
    }

    [Benchmark]
    public void DurationsOfARequest()
    {
        _load.Waited(1_234);
        _load.Served(15_678);
        _load.Answered(200);
    }

    [Benchmark]
    public int IdOfARequest()
    {
        _scope = RequestScope.Next(_scope, null);
        return _scope.Write(stackalloc char[CorrelationId.OwnLength]).Length;
    }
}
