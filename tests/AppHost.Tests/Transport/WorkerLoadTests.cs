using AppHost.Tests.Support;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

public sealed class WorkerLoadTests : IDisposable
{
    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();
    private readonly WorkerLoad _load;
    private int _changes;
    private readonly WorkerRegion _region;

    public WorkerLoadTests()
    {
        _region = _scoreboard.Region(0);
        _region.Slots = 2;
        _load = new WorkerLoad(_region) { GateChanged = () => _changes++ };
    }

    public void Dispose() => _scoreboard.Dispose();

    [Fact]
    public void Siblings_see_each_step_of_a_request()
    {
        _load.RequestArrived(fresh: null);
        Assert.Equal((1, 0), (_region.Queued, _region.Busy));
        _load.RequestStarted();
        Assert.Equal((0, 1), (_region.Queued, _region.Busy));
        Assert.Equal(1, _load.InFlight);
        _load.RequestEnded(failed: true);
        Assert.Equal((0, 0, 1, 1), (_region.Queued, _region.Busy, _region.Requests, _region.Failures));
    }

    [Fact]
    public void The_most_that_ran_and_waited_is_kept()
    {
        for (int i = 0; i < 2; i++)
        {
            _load.RequestArrived(fresh: null);
            _load.RequestStarted();
        }

        // Each found a free slot.
        Assert.Equal((2, 0), (_region.MostBusy, _region.MostQueued));
        for (int i = 0; i < 3; i++) _load.RequestArrived(fresh: null);
        _load.RequestEnded(failed: false);
        _load.RequestStarted();
        Assert.Equal((2, 3), (_region.MostBusy, _region.MostQueued));
    }

    [Fact]
    public void A_closed_gate_hears_of_each_slot_that_may_have_become_free()
    {
        _load.RequestArrived(fresh: null);
        _load.RequestStarted();
        Assert.Equal(0, _changes);
        _load.RequestEnded(failed: false);
        Assert.Equal(1, _changes);
        _load.RequestArrived(fresh: null);
        _load.RequestRejected(RejectReason.QueueFull);
        Assert.Equal(2, _changes);
        _load.ConnectionAccepted();
        _load.FreshEnded(requestCounts: false);
        Assert.Equal(3, _changes);
    }

    [Fact]
    public void An_open_gate_hears_of_the_request_that_takes_the_last_slot()
    {
        _load.GateOpen = true;
        _load.RequestArrived(fresh: null);
        Assert.Equal(0, _changes);
        _load.RequestArrived(fresh: null);
        Assert.Equal(1, _changes);
    }

    [Fact]
    public void A_connection_gives_its_hold_back_once()
    {
        _load.ConnectionAccepted();
        var fresh = new FreshConnection(_load);
        Parallel.For(0, 8, _ => fresh.Release());
        Assert.Equal(0, _region.Fresh);
        Assert.Equal(1, _load.Connections);
    }

    [Fact]
    public async Task The_last_connection_that_closes_is_told()
    {
        _load.ConnectionAccepted();
        _load.ConnectionAccepted();
        Task none = _load.WhenNoConnections();
        _load.ConnectionClosed();
        Assert.False(none.IsCompleted);
        _load.ConnectionClosed();
        await none.Soon();
    }

    [Fact]
    public async Task Without_a_connection_nobody_waits() => await _load.WhenNoConnections().Soon();
}
