using AppHost.Worker.Transport;

namespace AppHost.Tests.Transport;

public sealed class GateLoadTests
{
    [Fact]
    public void Running_waiting_and_expected_requests_take_slots()
    {
        var load = new GateLoad(Slots: 4, Busy: 1, Queued: 2, Fresh: 3, QueueLimit: 10);
        Assert.Equal(6, load.Taken);
        Assert.Equal(2, load.Waiting);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Nothing_waits_while_the_slots_are_enough(int busy) =>
        Assert.Equal(0, new GateLoad(Slots: 4, busy, 0, 0, 10).Waiting);

    [Fact]
    public void Requests_in_classes_of_their_own_take_no_slot_of_the_rest()
    {
        var load = new GateLoad(Slots: 4, Busy: 4, Queued: 3, Fresh: 0, QueueLimit: 10, InLanes: 5);
        Assert.Equal((2, 0, true), (load.Taken, load.Waiting, load.IsFree));
    }

    [Fact]
    public void A_full_class_draws_connections_to_a_sibling_where_none_is_full_and_else_refuses_none()
    {
        var full = new GateLoad(Slots: 4, Busy: 1, Queued: 0, Fresh: 0, QueueLimit: 10, InLanes: 1, LanesFull: 1);
        SiblingLoad free = SiblingLoad.None.With(new GateLoad(Slots: 4, Busy: 3, Queued: 0, Fresh: 0, QueueLimit: 10));
        Assert.Equal(GateDecision.Leave, Gate.Decide(full, free, QueuePolicy.Reject));
        Assert.Equal(GateDecision.Queue, Gate.Decide(full, SiblingLoad.None.With(full), QueuePolicy.Reject));
        Assert.Equal(GateDecision.Queue, Gate.Decide(full, SiblingLoad.None, QueuePolicy.CallerRuns));
    }

    [Fact]
    public void No_sibling_has_nothing_to_offer() =>
        Assert.Equal(new SiblingLoad(AnyFree: false, AnyQueueRoom: false, ShortestQueue: int.MaxValue, FewestConnections: int.MaxValue), SiblingLoad.None);

    [Fact]
    public void Siblings_are_taken_together()
    {
        SiblingLoad both = SiblingLoad.None
            .With(new GateLoad(Slots: 2, Busy: 2, Queued: 3, Fresh: 0, QueueLimit: 4))
            .With(new GateLoad(Slots: 2, Busy: 1, Queued: 0, Fresh: 0, QueueLimit: 4));
        Assert.Equal(new SiblingLoad(AnyFree: true, AnyQueueRoom: true, ShortestQueue: 0, FewestConnections: 0), both);
    }

    [Fact]
    public void A_full_queue_is_not_the_shortest()
    {
        SiblingLoad both = SiblingLoad.None
            .With(new GateLoad(Slots: 2, Busy: 2, Queued: 1, Fresh: 0, QueueLimit: 1))
            .With(new GateLoad(Slots: 2, Busy: 2, Queued: 3, Fresh: 0, QueueLimit: 4));
        Assert.Equal(new SiblingLoad(AnyFree: false, AnyQueueRoom: true, ShortestQueue: 3, FewestConnections: int.MaxValue), both);
    }
}
