using System.Globalization;

namespace AppHost.Host.Configuration.Machine;

/// <summary>Reads the limits of this process's control group, version 2 or 1 (kernel: admin-guide/cgroup-v2, cgroup-v1).</summary>
internal static class ControlGroup
{
    /// <summary>Reads the limits.</summary>
    /// <param name="root">The folder that holds <c>proc</c> and <c>sys</c>; <c>/</c> but in tests.</param>
    /// <param name="processors">Processors that the affinity of this process allows.</param>
    public static MachineResources Read(string root, int processors)
    {
        double cores = processors;
        var memory = PhysicalMemory(root);
        foreach (var line in Lines(Path.Combine(root, "proc/self/cgroup")))
        {
            // hierarchy-ID:controllers:path; version 2 has no controllers.
            var parts = line.Split(':', 3);
            if (parts.Length < 3)
            {
                continue;
            }

            var controllers = parts[1].Split(',');
            if (parts[1].Length == 0)
            {
                foreach (var folder in Folders(root, ["sys/fs/cgroup", "sys/fs/cgroup/unified"], parts[2]))
                {
                    cores = Math.Min(cores, CoresOfVersion2(folder));
                    memory = Math.Min(memory, Number(Path.Combine(folder, "memory.max")) ?? long.MaxValue);
                }
            }

            if (controllers.Contains("cpu"))
            {
                foreach (var folder in Folders(root, ["sys/fs/cgroup/cpu", "sys/fs/cgroup/cpu,cpuacct"], parts[2]))
                {
                    cores = Math.Min(cores, CoresOfVersion1(folder));
                }
            }

            if (controllers.Contains("memory"))
            {
                foreach (var folder in Folders(root, ["sys/fs/cgroup/memory"], parts[2]))
                {
                    memory = Math.Min(memory, Number(Path.Combine(folder, "memory.limit_in_bytes")) ?? long.MaxValue);
                }
            }
        }

        return new MachineResources(cores, memory, memory < PhysicalMemory(root));
    }

    // A limit of any group above counts as well. In a container the path may be the host's and the mount is the group itself.
    private static IEnumerable<string> Folders(string root, string[] mounts, string path)
    {
        foreach (var mount in mounts)
        {
            var top = Path.Combine(root, mount);
            for (var below = path.Trim('/'); below.Length > 0; below = Path.GetDirectoryName(below) ?? "")
            {
                yield return Path.Combine(top, below);
            }

            yield return top;
        }
    }

    private static double CoresOfVersion2(string folder)
    {
        // "max 100000" or "150000 100000".
        var parts = Lines(Path.Combine(folder, "cpu.max")).FirstOrDefault("").Split(' ');
        return parts.Length == 2 ? Cores(ToNumber(parts[0]), ToNumber(parts[1])) : double.MaxValue;
    }

    private static double CoresOfVersion1(string folder) =>
        Cores(Number(Path.Combine(folder, "cpu.cfs_quota_us")), Number(Path.Combine(folder, "cpu.cfs_period_us")));

    // A quota of -1 means none.
    private static double Cores(long? quota, long? period) => quota > 0 && period > 0 ? (double)quota / period.Value : double.MaxValue;

    private static long PhysicalMemory(string root)
    {
        var total = Lines(Path.Combine(root, "proc/meminfo"))
            .FirstOrDefault(line => line.StartsWith("MemTotal:", StringComparison.Ordinal));
        var kibibytes = total?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1);
        return ToNumber(kibibytes) * 1024 ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }

    private static long? Number(string file) => ToNumber(Lines(file).FirstOrDefault());

    private static long? ToNumber(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Lines(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // An unreadable limit is no reason not to start.
            return [];
        }
    }
}
