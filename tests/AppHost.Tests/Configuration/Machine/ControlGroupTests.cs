using AppHost.Host.Configuration.Machine;

namespace AppHost.Tests.Configuration.Machine;

public sealed class ControlGroupTests : IDisposable
{
    private const long Gibibyte = 1L << 30;

    private readonly string _root = Directory.CreateTempSubdirectory("apphost-tests-").FullName;

    public ControlGroupTests() => Write("proc/meminfo", "MemTotal:        8388608 kB\nMemFree: 1 kB\n");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Without_a_group_the_machine_counts() =>
        Assert.Equal(new MachineResources(8, 8 * Gibibyte), ControlGroup.Read(_root, 8));

    [Fact]
    public void Version_2_limits_count_and_so_do_those_of_groups_above()
    {
        Write("proc/self/cgroup", "0::/system.slice/shop.service\n");
        Write("sys/fs/cgroup/system.slice/cpu.max", "250000 100000\n");
        Write("sys/fs/cgroup/system.slice/memory.max", "max\n");
        Write("sys/fs/cgroup/system.slice/shop.service/cpu.max", "max 100000\n");
        Write("sys/fs/cgroup/system.slice/shop.service/memory.max", $"{Gibibyte}\n");
        Assert.Equal(new MachineResources(2.5, Gibibyte, MemoryIsLimited: true), ControlGroup.Read(_root, 8));
    }

    [Fact]
    public void Version_1_limits_count_also_where_the_path_is_the_hosts()
    {
        Write("proc/self/cgroup", "5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n0::/\n");
        Write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "150000\n");
        Write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", $"{2 * Gibibyte}\n");
        Assert.Equal(new MachineResources(1.5, 2 * Gibibyte, MemoryIsLimited: true), ControlGroup.Read(_root, 8));
    }

    [Fact]
    public void Version_1_has_its_own_words_for_no_limit()
    {
        Write("proc/self/cgroup", "5:cpu:/\n4:memory:/\n");
        Write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        Write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        Assert.Equal(new MachineResources(8, 8 * Gibibyte), ControlGroup.Read(_root, 8));
    }

    [Theory]
    [InlineData(1, 64, 2)]
    [InlineData(0.5, 64, 2)]
    [InlineData(3.1, 64, 4)]
    [InlineData(16, 64, 16)]
    [InlineData(16, 1, 4)]
    [InlineData(16, 0, 2)]
    public void Auto_workers_follow_cores_and_memory_but_are_at_least_two(double cores, int gibibytes, int workers) =>
        Assert.Equal(workers, new MachineResources(cores, gibibytes * Gibibyte).AutoWorkers());

    private void Write(string name, string text)
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
