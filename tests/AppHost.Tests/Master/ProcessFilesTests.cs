using AppHost.Host.Master;

namespace AppHost.Tests.Master;

public sealed class ProcessFilesTests
{
    [Theory]
    [InlineData("12 (apphost) t 1 12 12", true)]
    [InlineData("12 (apphost) T 1 12 12", false)]
    [InlineData("12 (apphost) S 1 12 12", false)]
    [InlineData("12 (a) t (x) S 1", false)]
    [InlineData("12 (a ) b) t 1", true)]
    [InlineData("", false)]
    public void A_debugger_stops_with_a_small_t(string stat, bool traced) => Assert.Equal(traced, ProcessState.IsTraced(stat));

    [Fact]
    public void Private_pages_are_summed_and_shared_ones_are_not() => Assert.Equal(
        (300 + 20 + 1) * 1024,
        ProcessMemory.SumOfPrivate(["7f00-7fff ---p 00000000 00:00 0 [rollup]", "Rss: 9000 kB", "Shared_Clean: 500 kB", "Private_Clean:       20 kB",
            "Private_Dirty:      300 kB", "Private_Hugetlb: 1 kB"]));

    [Fact]
    public void This_process_has_private_memory_and_no_debugger()
    {
        Assert.True(ProcessMemory.PrivateBytes(Environment.ProcessId) > 1 << 20);
        Assert.False(ProcessState.IsTraced(Environment.ProcessId));
    }

    [Fact]
    public void A_process_that_has_gone_has_nothing()
    {
        Assert.Equal(0, ProcessMemory.PrivateBytes(int.MaxValue));
        Assert.False(ProcessState.IsTraced(int.MaxValue));
    }
}
