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
    public void Ignored_signals_are_a_mask_in_hexadecimal()
    {
        Assert.Equal(6UL, ProcessState.IgnoredSignals(["Name: apphost", "SigBlk:\t0000000000000000", "SigIgn:\t0000000000000006", "SigCgt:\t00"]));
        Assert.Equal(0UL, ProcessState.IgnoredSignals(["Name: apphost"]));
    }

    [Theory]
    [InlineData("7 (a) b) S 1 7 7 0 -1 4194560 1 0 0 0 2 3 0 0 20 0 8 0 98765 1000 2", 98765L)]
    [InlineData("7 (a) S 1", null)]
    [InlineData("", null)]
    public void The_start_of_a_process_is_its_field_22(string stat, long? ticks) => Assert.Equal(ticks, ProcessState.StartTicks(stat));

    [Fact]
    public void This_process_is_older_than_this_test()
    {
        Assert.True(ProcessState.Age(Environment.ProcessId) > TimeSpan.Zero);
        Assert.True(ProcessState.Age(1) >= ProcessState.Age(Environment.ProcessId));
    }

    [Fact]
    public void A_process_that_has_gone_has_nothing()
    {
        Assert.Null(ProcessState.Age(int.MaxValue));
        Assert.Equal(0UL, ProcessState.IgnoredSignals(int.MaxValue));
        Assert.Equal(0, ProcessMemory.PrivateBytes(int.MaxValue));
        Assert.False(ProcessState.IsTraced(int.MaxValue));
    }
}
