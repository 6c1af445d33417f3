using AppHost.Worker.Dispatch.Deadlines;

namespace AppHost.Tests.Dispatch.Deadlines;

public sealed class LoopBlockPolicyTests
{
    private readonly LoopBlockPolicy _policy = new(limit: 250, longestSleep: 50);

    [Fact]
    public void A_turn_that_takes_too_long_is_reported_once()
    {
        Assert.False(_policy.Look(1000, 1299, out _));
        Assert.False(_policy.Look(1000, 1300, out _));
        Assert.True(_policy.Look(1000, 1310, out _));
        Assert.False(_policy.Look(1000, 1320, out _));
        Assert.False(_policy.Look(1000, 9999, out long ended));
        Assert.Equal(0, ended);
    }

    [Fact]
    public void The_end_of_a_block_tells_how_long_it_was()
    {
        _policy.Look(1000, 1300, out _);
        _policy.Look(1000, 1310, out _);
        Assert.False(_policy.Look(3000, 3001, out long ended));
        Assert.Equal(2000, ended);
        Assert.False(_policy.Look(3000, 3002, out ended));
        Assert.Equal(0, ended);
    }

    [Fact]
    public void A_watch_that_wakes_before_the_loop_after_a_pause_reports_nothing()
    {
        Assert.False(_policy.Look(1000, 9000, out _));
        Assert.False(_policy.Look(9001, 9010, out _));
        Assert.Equal(0, _policy.Blocked);
    }

    [Fact]
    public void Without_a_limit_nothing_is_blocked()
    {
        var off = new LoopBlockPolicy(0, 50);
        for (int i = 0; i < 3; i++) Assert.False(off.Look(1, long.MaxValue, out _));
    }

    [Fact]
    public void A_loop_that_has_not_begun_is_not_blocked()
    {
        for (int i = 0; i < 3; i++) Assert.False(_policy.Look(0, 10_000, out _));
    }
}
