using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

public sealed class SiblingsTests : IDisposable
{
    private static readonly long Now = TimeSpan.FromSeconds(1000).ToNanoseconds();

    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();

    public SiblingsTests() => _scoreboard.RegionsInUse = 3;

    public void Dispose() => _scoreboard.Dispose();

    [Fact]
    public void A_ready_armed_and_living_sibling_counts()
    {
        Sibling(1);
        Assert.Equal(new SiblingLoad(AnyFree: true, AnyQueueRoom: true, ShortestQueue: 0, FewestConnections: 0), Read());
    }

    [Theory]
    [InlineData(WorkerState.None)]
    [InlineData(WorkerState.Booting)]
    [InlineData(WorkerState.Draining)]
    [InlineData(WorkerState.Stopping)]
    [InlineData(WorkerState.Exited)]
    public void One_that_is_not_ready_does_not_count(object state)
    {
        WorkerRegion region = Sibling(1);
        region.State = (WorkerState)state;
        Assert.Equal(SiblingLoad.None, Read());
    }

    [Fact]
    public void One_whose_gate_is_closed_does_not_count()
    {
        WorkerRegion region = Sibling(1);
        region.Armed = false;
        Assert.Equal(SiblingLoad.None, Read());
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void One_whose_loop_stands_still_does_not_count(int silence, bool counts)
    {
        WorkerRegion region = Sibling(1);
        region.Heartbeat = Now - TimeSpan.FromMilliseconds(silence).ToNanoseconds();
        Assert.Equal(counts, Read() != SiblingLoad.None);
    }

    [Fact]
    public void The_worker_itself_does_not_count()
    {
        Sibling(0);
        Assert.Equal(SiblingLoad.None, Read());
    }

    [Fact]
    public void Regions_never_used_are_not_looked_at()
    {
        Sibling(3);
        Assert.Equal(SiblingLoad.None, Read());
        _scoreboard.RegionsInUse = 4;
        Assert.NotEqual(SiblingLoad.None, Read());
    }

    [Fact]
    public void The_load_is_what_the_sibling_counts()
    {
        WorkerRegion region = Sibling(2);
        region.Busy = 2;
        region.Queued = 1;
        region.Fresh = 1;
        Assert.Equal(new GateLoad(2, 2, 1, 1, 4), Siblings.LoadOf(region));
        Assert.Equal(new SiblingLoad(AnyFree: false, AnyQueueRoom: true, ShortestQueue: 2, FewestConnections: int.MaxValue), Read());
    }

    [Fact]
    public void Slots_of_classes_are_no_slots_for_what_may_come()
    {
        WorkerRegion region = Sibling(2);
        region.Slots = 5;
        region.LaneSlots = 3;
        region.Busy = 3;
        region.InLanes = 2;
        Assert.Equal(new GateLoad(2, 3, 0, 0, 4, InLanes: 2), Siblings.LoadOf(region));
        Assert.True(Read().AnyFree);
        region.LanesFull = 1;
        Assert.False(Read().AnyFree);
    }

    private SiblingLoad Read() => new Siblings(_scoreboard, ownRegion: 0).Read(Now);

    private WorkerRegion Sibling(int index)
    {
        WorkerRegion region = _scoreboard.Region(index);
        region.Slots = 2;
        region.QueueLimit = 4;
        region.State = WorkerState.Ready;
        region.Armed = true;
        region.Heartbeat = Now;
        return region;
    }
}
