using AppHost.Worker.Transport;
using AppHost.Worker.Transport.Parking;

namespace AppHost.Tests.Transport.Parking;

public sealed class ReadablePolicyTests
{
    private const int Nobody = int.MaxValue;
    private const long Long = 10_000_000;
    private static readonly GateLoad Full = new(Slots: 4, Busy: 4, Queued: 0, Fresh: 0, QueueLimit: 8);

    [Fact]
    public void With_a_free_slot_it_is_read() =>
        Assert.Equal(ReadableDecision.Read, Decide(Full with { Busy = 3 }, siblingFree: true));

    [Fact]
    public void Without_one_it_goes_to_a_sibling_that_has_one() => Assert.Equal(ReadableDecision.Push, Decide(Full, siblingFree: true));

    [Fact]
    public void Without_any_it_waits_unread() => Assert.Equal(ReadableDecision.Wait, Decide(Full));

    [Fact]
    public void Where_slots_become_free_all_the_time_it_is_not_worth_moving() =>
        Assert.Equal(ReadableDecision.Read, Decide(Full, siblingFree: true, gap: ReadablePolicy.WorthMoving - 1));

    [Fact]
    public void Where_a_slot_becomes_free_soon_it_waits_parsed() =>
        Assert.Equal(ReadableDecision.Read, Decide(Full, gap: ReadablePolicy.WorthWaitingUnread - 1));

    [Theory]
    [InlineData(QueuePolicy.CallerRuns)]
    [InlineData(QueuePolicy.DiscardOldest)]
    public void Other_policies_than_reject_decide_about_parsed_requests(QueuePolicy policy) =>
        Assert.Equal(ReadableDecision.Read, Decide(Full, policy: policy));

    [Fact]
    public void It_goes_where_clearly_fewer_wait()
    {
        GateLoad waiting = Full with { Queued = 3 };
        Assert.Equal(ReadableDecision.Relieve, Decide(waiting, shortest: 1));
        Assert.Equal(ReadableDecision.Wait, Decide(waiting, shortest: 2));
    }

    [Fact]
    public void From_a_full_queue_it_goes_to_any_with_room_before_it_is_refused()
    {
        GateLoad full = Full with { Queued = 8 };
        Assert.Equal(ReadableDecision.Relieve, Decide(full, shortest: 7));
        Assert.Equal(ReadableDecision.Refuse, Decide(full));
    }

    [Fact]
    public void What_has_moved_to_wait_moves_only_to_a_free_slot()
    {
        Assert.Equal(ReadableDecision.Push, Decide(Full, siblingFree: true, moved: true));
        Assert.Equal(ReadableDecision.Wait, Decide(Full with { Queued = 5 }, shortest: 0, moved: true));
        Assert.Equal(ReadableDecision.Refuse, Decide(Full with { Queued = 8 }, shortest: 0, moved: true));
    }

    private static ReadableDecision Decide(
        GateLoad own, bool siblingFree = false, int shortest = Nobody, long gap = Long, QueuePolicy policy = QueuePolicy.Reject, bool moved = false) =>
        ReadablePolicy.Decide(own, siblingFree, shortest, gap, policy, moved);
}
