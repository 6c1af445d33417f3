using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Scoreboard;

public sealed class WorkerRegionTests : IDisposable
{
    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();

    public void Dispose() => _scoreboard.Dispose();

    [Fact]
    public void Each_field_has_a_place_of_its_own()
    {
        WorkerRegion region = _scoreboard.Region(5);
        Fill(region);
        Assert.Equal(1, region.ProcessId);
        Assert.Equal(2, region.Generation);
        Assert.Equal(3, region.WorkerId);
        Assert.Equal(WorkerState.Draining, region.State);
        Assert.Equal(5, region.Slots);
        Assert.Equal(6, region.QueueLimit);
        Assert.Equal(-7, region.Heartbeat);
        Assert.Equal(8, region.Busy);
        Assert.Equal(9, region.Queued);
        Assert.Equal(10, region.Fresh);
        Assert.True(region.Armed);
        Assert.Equal(11, region.Connections);
        Assert.Equal((15, 16), (region.MostBusy, region.MostQueued));
        Assert.Equal(-12, region.Requests);
        Assert.Equal(-13, region.Accepted);
        Assert.Equal(-14, region.Failures);
        foreach (RejectReason reason in Enum.GetValues<RejectReason>()) Assert.Equal(-100 - (int)reason, region.Rejected(reason));
        Assert.True(region.Record(0).TryRead(out _));
        Assert.True(region.Record(ScoreboardLayout.RecordsPerRegion - 1).TryRead(out _));
    }

    [Fact]
    public void A_region_touches_no_other()
    {
        Fill(_scoreboard.Region(5));
        foreach (int other in (int[])[4, 6])
        {
            WorkerRegion region = _scoreboard.Region(other);
            Assert.Equal((0, 0, 0L, 0L), (region.ProcessId, region.Busy, region.Heartbeat, region.Rejected(RejectReason.Stopping)));
            Assert.False(region.Record(0).WasUsed);
            Assert.False(region.Record(ScoreboardLayout.RecordsPerRegion - 1).WasUsed);
        }
    }

    [Fact]
    public void Clearing_forgets_the_worker_that_had_it()
    {
        WorkerRegion region = _scoreboard.Region(5);
        WorkerRegion neighbour = _scoreboard.Region(6);
        neighbour.ProcessId = 77;
        Fill(region);
        for (int slot = 0; slot < 100; slot++) region.Record(slot).Begin(1, 0, 1, "GET", "/", "");
        region.Clear();
        Assert.Equal(WorkerState.None, region.State);
        Assert.Equal((0, 0, 0, false), (region.ProcessId, region.Busy, region.Connections, region.Armed));
        Assert.Equal(0, region.Rejected(RejectReason.Stopping));
        for (int slot = 0; slot < 100; slot++) Assert.False(region.Record(slot).WasUsed);
        Assert.Equal(77, neighbour.ProcessId);
    }

    [Fact]
    public void The_reasons_for_a_refusal_fit_their_place()
    {
        Assert.True(Enum.GetValues<RejectReason>().Length <= ScoreboardLayout.RejectReasons);
        Assert.All(Enum.GetValues<RejectReason>(), reason => Assert.InRange((int)reason, 0, ScoreboardLayout.RejectReasons - 1));
    }

    private static void Fill(WorkerRegion region)
    {
        region.ProcessId = 1;
        region.Generation = 2;
        region.WorkerId = 3;
        region.State = WorkerState.Draining;
        region.Slots = 5;
        region.QueueLimit = 6;
        region.Heartbeat = -7;
        region.Busy = 8;
        region.Queued = 9;
        region.Fresh = 10;
        region.Armed = true;
        region.Connections = 11;
        region.MostBusy = 15;
        region.MostQueued = 16;
        region.Requests = -12;
        region.Accepted = -13;
        region.Failures = -14;
        foreach (RejectReason reason in Enum.GetValues<RejectReason>()) region.Rejected(reason) = -100 - (int)reason;
        region.Record(0).Begin(1, 0, 1, "GET", "/", "");
        region.Record(ScoreboardLayout.RecordsPerRegion - 1).Begin(1, 0, 1, "GET", "/", "");
    }
}
