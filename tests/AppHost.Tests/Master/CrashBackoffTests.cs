using AppHost.Host.Master;

namespace AppHost.Tests.Master;

public sealed class CrashBackoffTests
{
    private static readonly TimeSpan Min = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(1, 100)]
    [InlineData(2, 200)]
    [InlineData(3, 400)]
    [InlineData(8, 12_800)]
    [InlineData(9, 15_000)]
    [InlineData(1_000_000, 15_000)]
    [InlineData(int.MaxValue, 15_000)]
    public void The_delay_doubles_up_to_its_maximum(int failures, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), CrashBackoff.Delay(failures, Min, Max));

    [Fact]
    public void No_minimum_means_no_delay() => Assert.Equal(TimeSpan.Zero, CrashBackoff.Delay(50, TimeSpan.Zero, Max));

    [Fact]
    public void A_minimum_above_the_maximum_is_cut() => Assert.Equal(Min, CrashBackoff.Delay(1, Max, Min));

    [Fact]
    public void The_longest_maximum_does_not_overflow() =>
        Assert.True(CrashBackoff.Delay(64, TimeSpan.FromDays(365), TimeSpan.MaxValue) > TimeSpan.FromDays(365));
}
