using AppHost.Host.Advice;

namespace AppHost.Tests.Advice;

public sealed class StartWarningsTests
{
    private static readonly HostLimits Fine = new("threaded", Workers: 8, Slots: 10, QueueLength: 40, Cores: 8, Descriptors: 1024);

    [Fact]
    public void Usual_settings_are_no_news() => Assert.Empty(StartWarnings.Of(Fine));

    [Fact]
    public void More_than_ten_threads_for_each_core_name_the_settings()
    {
        string warning = Assert.Single(StartWarnings.Of(Fine with { Slots = 11 }));
        Assert.StartsWith("8 x 11 = 88 threads on 8 cores", warning, StringComparison.Ordinal);
        Assert.Contains("lower threads or workers", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, 8, 0)]
    [InlineData(9, 8, 1)]
    [InlineData(2, 0.5, 0)]
    [InlineData(3, 1, 1)]
    public void More_loops_than_cores_are_too_many(int workers, double cores, int warnings) =>
        Assert.Equal(warnings, StartWarnings.Of(new HostLimits("async", workers, 100, 40, cores, 1024)).Count());

    [Theory]
    [InlineData(306, 0)]
    [InlineData(305, 1)]
    [InlineData(null, 0)]
    public void Descriptors_must_do_for_slots_queue_and_process(int? descriptors, int warnings) =>
        Assert.Equal(warnings, StartWarnings.Of(Fine with { Descriptors = descriptors }).Count());

    [Fact]
    public void The_limit_is_found_in_what_the_kernel_writes()
    {
        string[] lines =
        [
            "Limit                     Soft Limit           Hard Limit           Units     ",
            "Max processes             95591                95591                processes ",
            "Max open files            1024                 524288               files     ",
        ];
        Assert.Equal(1024, HostLimits.DescriptorsIn(lines));
        Assert.Null(HostLimits.DescriptorsIn(["Max open files            unlimited            unlimited            files"]));
        Assert.Null(HostLimits.DescriptorsIn([]));
        Assert.True(HostLimits.ReadDescriptors() > 0);
    }
}
