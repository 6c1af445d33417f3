using AppHost.Host.Advice;

namespace AppHost.Tests.Advice;

public sealed class FieldRulesTests
{
    [Fact]
    public void Eight_cores_with_100_ms_of_waiting_for_10_ms_of_work_take_88_threads() =>
        Assert.Equal(88, FieldRules.Threads(8, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(10)), 9);

    [Fact]
    public void Eight_cores_with_work_that_waits_for_90_percent_take_80_threads() =>
        Assert.Equal(80, FieldRules.Threads(8, 0.9), 9);

    [Theory]
    [InlineData(8, 0, 8)]
    [InlineData(8, 0.05, 8)]
    [InlineData(8, 0.3, 16)]
    [InlineData(8, 0.9, 8)]
    [InlineData(1.5, 0, 2)]
    [InlineData(1.5, 0.3, 3)]
    public void Workers_are_cores_and_twice_as_many_for_mixed_work(double cores, double waitShare, int workers) =>
        Assert.Equal(workers, FieldRules.Workers(cores, waitShare));

    [Fact]
    public void The_two_rules_for_threads_are_one()
    {
        TimeSpan service = TimeSpan.FromMilliseconds(7);
        TimeSpan wait = TimeSpan.FromMilliseconds(31);
        Assert.Equal(FieldRules.Threads(6, wait, service), FieldRules.Threads(6, wait / (wait + service)), 9);
    }
}
