using AppHost.Worker.Dispatch.Deadlines;

namespace AppHost.Tests.Dispatch.Deadlines;

public sealed class DeadlinePolicyTests
{
    private static readonly DeadlineTimes Times = new(Slow: 5, Request: 50, Kill: 60, OnlyUnderPressure: false);

    [Theory]
    [InlineData(DeadlineStep.Running, 4, DeadlineStep.Running)]
    [InlineData(DeadlineStep.Running, 5, DeadlineStep.Slow)]
    [InlineData(DeadlineStep.Running, 50, DeadlineStep.Expiring)]
    [InlineData(DeadlineStep.Slow, 49, DeadlineStep.Slow)]
    [InlineData(DeadlineStep.Slow, 50, DeadlineStep.Expiring)]
    [InlineData(DeadlineStep.Expired, 59, DeadlineStep.Expired)]
    [InlineData(DeadlineStep.Expired, 60, DeadlineStep.Stuck)]
    [InlineData(DeadlineStep.Exempt, 1000, DeadlineStep.Exempt)]
    [InlineData(DeadlineStep.Stuck, 1000, DeadlineStep.Stuck)]
    [InlineData(DeadlineStep.Expiring, 1000, DeadlineStep.Expiring)]
    [InlineData(DeadlineStep.Idle, 1000, DeadlineStep.Idle)]
    public void Each_step_comes_in_its_time(object step, long elapsed, object expected) =>
        Assert.Equal((DeadlineStep)expected, DeadlinePolicy.Next((DeadlineStep)step, elapsed, 0, Times, pressure: false));

    [Fact]
    public void A_step_that_is_off_never_comes()
    {
        Assert.Equal(DeadlineStep.Running, DeadlinePolicy.Next(DeadlineStep.Running, long.MaxValue, 0, DeadlineTimes.Off, true));
        Assert.Equal(DeadlineStep.Expired, DeadlinePolicy.Next(DeadlineStep.Expired, long.MaxValue, 0, Times with { Kill = 0 }, true));
        Assert.Equal(long.MaxValue, DeadlinePolicy.NextChange(DeadlineStep.Running, 0, DeadlineTimes.Off));
    }

    [Fact]
    public void An_extension_moves_the_deadline_and_the_kill_but_not_the_log()
    {
        Assert.Equal(DeadlineStep.Slow, DeadlinePolicy.Next(DeadlineStep.Running, 5, 100, Times, false));
        Assert.Equal(DeadlineStep.Slow, DeadlinePolicy.Next(DeadlineStep.Slow, 149, 100, Times, false));
        Assert.Equal(DeadlineStep.Expiring, DeadlinePolicy.Next(DeadlineStep.Slow, 150, 100, Times, false));
        Assert.Equal(DeadlineStep.Stuck, DeadlinePolicy.Next(DeadlineStep.Expired, 160, 100, Times, false));
    }

    [Fact]
    public void An_extension_without_end_is_for_ever()
    {
        Assert.Equal(DeadlineStep.Slow, DeadlinePolicy.Next(DeadlineStep.Slow, long.MaxValue, long.MaxValue, Times, false));
        Assert.Equal(long.MaxValue, DeadlinePolicy.NextChange(DeadlineStep.Slow, long.MaxValue, Times));
    }

    [Fact]
    public void Only_under_pressure_holds_back_the_deadline_and_the_kill_but_not_the_log()
    {
        DeadlineTimes times = Times with { OnlyUnderPressure = true };
        Assert.Equal(DeadlineStep.Slow, DeadlinePolicy.Next(DeadlineStep.Running, 1000, 0, times, pressure: false));
        Assert.Equal(DeadlineStep.Slow, DeadlinePolicy.Next(DeadlineStep.Slow, 1000, 0, times, pressure: false));
        Assert.Equal(DeadlineStep.Expired, DeadlinePolicy.Next(DeadlineStep.Expired, 1000, 0, times, pressure: false));
        Assert.Equal(DeadlineStep.Expiring, DeadlinePolicy.Next(DeadlineStep.Slow, 1000, 0, times, pressure: true));
        Assert.Equal(DeadlineStep.Stuck, DeadlinePolicy.Next(DeadlineStep.Expired, 1000, 0, times, pressure: true));
    }

    [Theory]
    [InlineData(DeadlineStep.Running, 5)]
    [InlineData(DeadlineStep.Slow, 50)]
    [InlineData(DeadlineStep.Expired, 60)]
    [InlineData(DeadlineStep.Exempt, long.MaxValue)]
    [InlineData(DeadlineStep.Stuck, long.MaxValue)]
    public void The_next_change_is_the_next_step(object step, long expected) =>
        Assert.Equal(expected, DeadlinePolicy.NextChange((DeadlineStep)step, 0, Times));

    [Fact]
    public void A_kill_without_a_deadline_means_nothing() =>
        Assert.Equal(0, DeadlineTimes.FromMilliseconds(0, request: 0, kill: 10, onlyUnderPressure: false).Kill);
}
