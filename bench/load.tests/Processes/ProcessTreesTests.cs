using AppHost.Load.Processes;

namespace AppHost.Load.Tests.Processes;

public sealed class ProcessTreesTests
{
    [Fact]
    public void The_name_of_a_process_may_contain_anything()
    {
        var text = "42 (a) b (c) S 7 42 42 0 -1 4194560 100 0 0 0 11 22 33 44 20 0 1 0 5555 1000 2\n"u8;
        Assert.Equal(new ProcessSample(42, 5555, 7, 330_000_000, 770_000_000), ProcessTrees.Parse(42, text));
    }

    [Fact]
    public void What_is_no_stat_is_no_process() => Assert.Null(ProcessTrees.Parse(1, "1 (x) S 1"u8));

    [Fact]
    public void A_process_that_does_not_exist_is_none() => Assert.Null(ProcessTrees.Read(int.MaxValue));

    [Fact]
    public void Our_own_cpu_time_grows_with_what_we_use()
    {
        var trees = new ProcessTrees([Environment.ProcessId]);
        trees.Sample();
        var before = Environment.CpuUsage.TotalTime;
        while (Environment.CpuUsage.TotalTime - before < TimeSpan.FromMilliseconds(30))
            Thread.SpinWait(1000);
        trees.Sample();
        Assert.True(trees.Total >= 30_000_000 - 10_000_000, $"{trees.Total}");
    }
}
