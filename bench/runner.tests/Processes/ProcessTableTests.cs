using AppHost.Bench.Processes;

namespace AppHost.Bench.Tests.Processes;

public sealed class ProcessTableTests
{
    [Fact]
    public void The_name_of_a_process_may_contain_anything() =>
        Assert.Equal(new ProcessEntry(42, 7, 43, IsZombie: false), ProcessTable.Parse(42, "42 (a) b (c d) S 7 42 43 0 -1 4194560\n"));

    [Fact]
    public void An_ended_process_is_told_apart() => Assert.True(ProcessTable.Parse(42, "42 (x) Z 7 42 43 0")!.Value.IsZombie);

    [Fact]
    public void What_is_no_stat_is_no_process() => Assert.Null(ProcessTable.Parse(1, "1 (x) S"));

    [Fact]
    public void Our_own_process_is_among_them() =>
        Assert.Contains(ProcessTable.Read(), entry => entry.Pid == Environment.ProcessId && !entry.IsZombie);

    [Fact]
    public void The_proportional_set_size_is_read_in_bytes()
    {
        Assert.Equal(14_336, ProcessMemory.ParsePss("Rss:  100 kB\nPss:                  14 kB\nPss_Dirty: 7 kB\n"));
        Assert.Equal(0, ProcessMemory.ParsePss(""));
    }
}
