using AppHost.Host.Advice;
using AppHost.Host.Configuration.Formats;
using AppHost.Host.Configuration.Machine;

namespace AppHost.Tests.Advice;

public sealed class SizingAdvisorTests
{
    private static readonly MachineResources EightCores = new(8, 16L << 30);

    private static Workload Work(double service, double wait = 0) => new()
    {
        Service = TimeSpan.FromMilliseconds(service),
        Wait = TimeSpan.FromMilliseconds(wait),
    };

    [Fact]
    public void The_classic_example_comes_to_88_threads()
    {
        SizingAdvice advice = SizingAdvisor.Advise(Work(10, 100), EightCores);
        Assert.Equal((8, 11, "threaded"), (advice.Workers, advice.SlotsPerWorker, advice.WorkerClass));
        Assert.Equal(88, advice.Slots);
        Assert.Equal(560, advice.Capacity, 6);
        Assert.Equal(BoundKind.Cpu, advice.Binding.Kind);
        Assert.Contains(advice.Remarks, remark => remark.Contains("88 threads are more than 10 for each core", StringComparison.Ordinal));
    }

    [Fact]
    public void Work_for_the_cores_alone_gets_a_worker_for_each()
    {
        SizingAdvice advice = SizingAdvisor.Advise(Work(10), EightCores);
        Assert.Equal((8, 1, "sync"), (advice.Workers, advice.SlotsPerWorker, advice.WorkerClass));
    }

    [Fact]
    public void Mixed_work_gets_two_workers_for_each_core() =>
        Assert.Equal(16, SizingAdvisor.Advise(Work(10, 9), EightCores).Workers);

    [Fact]
    public void Long_waiting_is_for_an_event_loop()
    {
        SizingAdvice advice = SizingAdvisor.Advise(Work(1, 500), EightCores);
        Assert.Equal("async", advice.WorkerClass);
        Assert.Contains(advice.Remarks, remark => remark.Contains("IAsyncHandler", StringComparison.Ordinal));
    }

    [Fact]
    public void A_modest_rate_gets_no_more_than_it_needs()
    {
        SizingAdvice advice = SizingAdvisor.Advise(Work(10, 100) with { Rate = 100 }, EightCores);
        Assert.InRange(advice.Slots, 16, 24);
        Assert.True(advice.Capacity >= 100);
        Assert.Empty(advice.Remarks);
    }

    [Fact]
    public void A_rate_beyond_the_cores_is_said_in_hosts()
    {
        SizingAdvice advice = SizingAdvisor.Advise(Work(10, 100) with { Rate = 1500 }, EightCores);
        Assert.Contains(advice.Remarks, remark => remark.Contains("takes 3 hosts", StringComparison.Ordinal));
        Assert.Null(advice.Percentile95);
    }

    [Fact]
    public void Workers_of_a_reload_have_memory_too()
    {
        // 0.85 x 2 GiB - 64 MiB is 6.5 workers: five and the two of a reload are too many, four and one are not.
        SizingAdvice advice = SizingAdvisor.Advise(Work(10, 100), EightCores with { MemoryBytes = 2L << 30 });
        Assert.Equal(4, advice.Workers);
        Assert.Equal(22, advice.SlotsPerWorker);
        Assert.Contains(advice.Remarks, remark => remark.Contains("holds 4 workers", StringComparison.Ordinal));
    }

    [Fact]
    public void Memory_for_less_than_one_worker_is_said()
    {
        SizingAdvice advice = SizingAdvisor.Advise(Work(10), EightCores with { MemoryBytes = 256L << 20 });
        Assert.Equal(1, advice.Workers);
        Assert.Contains(advice.Remarks, remark => remark.Contains("out-of-memory", StringComparison.Ordinal));
    }

    [Fact]
    public void Memory_binds_where_a_worker_has_one_slot()
    {
        Workload work = Work(10, 90) with { WorkerClass = "sync" };
        SizingAdvice advice = SizingAdvisor.Advise(work, EightCores with { MemoryBytes = 4L << 30 });
        Assert.Equal(BoundKind.Memory, advice.Binding.Kind);
        Assert.Equal(1, advice.SlotsPerWorker);
    }

    [Fact]
    public void Connections_of_a_reload_count_against_the_database()
    {
        SizingAdvice advice = SizingAdvisor.Advise(Work(10, 100) with { Connections = 50 }, EightCores);
        Assert.Equal(BoundKind.Outside, advice.Binding.Kind);
        Assert.True((advice.Workers + new Surge(25, true).Of(advice.Workers)) * advice.SlotsPerWorker <= 50);
        Assert.Contains(advice.Remarks, remark => remark.Contains("a maximum of 5", StringComparison.Ordinal));
    }

    [Fact]
    public void A_quota_of_a_fraction_counts_as_it_is()
    {
        SizingAdvice advice = SizingAdvisor.Advise(Work(10), new MachineResources(1.5, 4L << 30));
        Assert.Equal(105, advice.Capacity, 6);
        Assert.Equal(2, advice.Workers);
    }

    [Fact]
    public void A_percentile_below_the_code_itself_is_said() =>
        Assert.Contains(
            SizingAdvisor.Advise(Work(10, 100) with { Percentile95 = TimeSpan.FromMilliseconds(80) }, EightCores).Remarks,
            remark => remark.Contains("that the code itself takes", StringComparison.Ordinal));

    [Fact]
    public void The_queue_waits_no_longer_than_the_percentile_leaves()
    {
        SizingAdvice advice = SizingAdvisor.Advise(Work(10, 100) with { Percentile95 = TimeSpan.FromMilliseconds(400) }, EightCores);
        Assert.Equal(TimeSpan.FromMilliseconds(290), advice.QueueTimeout);
        Assert.Equal(29, advice.QueueLength);
    }

    [Fact]
    public void Exactly_one_bound_binds_and_none_allows_less()
    {
        foreach (double cores in new[] { 0.5, 1, 2, 8, 64 })
        {
            foreach ((double service, double wait) in new[] { (0.2, 0.0), (10, 5), (10, 100), (1, 2000), (3000, 0) })
            {
                SizingAdvice advice = SizingAdvisor.Advise(Work(service, wait) with { Connections = 40 }, new MachineResources(cores, 8L << 30));
                Assert.Single(advice.Bounds, bound => bound.Binds);
                Assert.All(advice.Bounds, bound => Assert.True(bound.Rate >= advice.Capacity - 1e-6));
                Assert.Equal(4, advice.Bounds.Count);
                Assert.InRange(advice.Workers, 1, 512);
            }
        }
    }
}
