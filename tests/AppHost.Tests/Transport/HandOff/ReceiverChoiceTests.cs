using AppHost.Worker.Transport;
using AppHost.Worker.Transport.HandOff;

namespace AppHost.Tests.Transport.HandOff;

public sealed class ReceiverChoiceTests
{
    private static readonly Func<int, int> NothingPromised = _ => 0;

    [Fact]
    public void A_request_goes_where_most_slots_are_free() =>
        Assert.Equal(2, ReceiverChoice.ForRequest([Busy(1, 3), Busy(2, 1), Busy(3, 2)], NothingPromised, turn: 0)?.Region);

    [Fact]
    public void A_slot_is_not_promised_twice()
    {
        Assert.Equal(3, ReceiverChoice.ForRequest([Busy(1, 4), Busy(2, 1), Busy(3, 2)], region => region == 2 ? 2 : 0, turn: 0)?.Region);
        Assert.Null(ReceiverChoice.ForRequest([Busy(1, 4), Busy(2, 3)], region => region == 2 ? 1 : 0, turn: 0));
    }

    [Fact]
    public void Of_equals_each_has_its_turn()
    {
        Sibling[] equals = [Busy(1, 2), Busy(2, 2), Busy(3, 2)];
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(turn => ReceiverChoice.ForRequest(equals, NothingPromised, turn)!.Value.Region));
    }

    [Fact]
    public void A_turn_may_be_any_number() =>
        Assert.NotNull(ReceiverChoice.ForRequest([Busy(1, 2), Busy(2, 2)], NothingPromised, int.MinValue));

    [Fact]
    public void A_waiting_request_goes_to_the_shortest_queue_that_has_room()
    {
        Assert.Equal(2, ReceiverChoice.ForWaiting([Waiting(1, 3), Waiting(2, 1), Waiting(3, 2)], NothingPromised)?.Region);
        Assert.Equal(3, ReceiverChoice.ForWaiting([Waiting(1, 3), Waiting(2, 1), Waiting(3, 2)], region => region == 2 ? 2 : 0)?.Region);
        Assert.Null(ReceiverChoice.ForWaiting([Waiting(1, 8), Waiting(2, 9)], NothingPromised));
    }

    [Fact]
    public void The_successor_is_of_the_newest_generation_though_it_has_more_connections()
    {
        Sibling old = Connected(1, connections: 2);
        Sibling first = Connected(2, connections: 9) with { Generation = 5 };
        Sibling second = Connected(3, connections: 7) with { Generation = 5 };
        Assert.Equal(3, ReceiverChoice.ForIdle([old, first, second], NothingPromised)?.Region);
        Assert.Equal(2, ReceiverChoice.ForIdle([first, old, second], region => region == 3 ? 64 : 0)?.Region);
        Assert.Null(ReceiverChoice.ForIdle([], NothingPromised));
    }

    [Fact]
    public void Of_a_free_slot_hears_who_has_the_oldest_waiting_request()
    {
        Sibling young = Waiting(1, 2) with { Unread = 2, OldestUnread = 200 };
        Sibling oldest = Waiting(2, 1) with { Unread = 1, OldestUnread = 100 };
        Sibling none = Waiting(3, 1) with { Unread = 0, OldestUnread = 50 };
        Assert.Equal(2, ReceiverChoice.ForFreeSlot([young, oldest, none])?.Region);
        Assert.Null(ReceiverChoice.ForFreeSlot([none]));
    }

    private static Sibling Busy(int region, int busy) => new(region, 1, new GateLoad(4, busy, 0, 0, 8));

    private static Sibling Waiting(int region, int waiting) => new(region, 1, new GateLoad(4, 4, waiting, 0, 8));

    private static Sibling Connected(int region, int connections) => new(region, 1, new GateLoad(4, 0, 0, 0, 8, Connections: connections));
}
