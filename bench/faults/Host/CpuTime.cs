using System.Diagnostics;
using System.Globalization;

namespace AppHost.Faults.Host;

/// <summary>The CPU time of processes.</summary>
internal static class CpuTime
{
    // USER_HZ, which is 100 on all architectures that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Of this process.</summary>
    public static TimeSpan OfSelf
    {
        get
        {
            using Process self = Process.GetCurrentProcess();
            return self.TotalProcessorTime;
        }
    }

    /// <summary>Of a process, its children, and those that it has waited for.</summary>
    public static TimeSpan OfTree(int process)
    {
        (_, double own, double waitedFor) = Read(process);
        double children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out int id) ? id : 0)
            .Where(id => id > 0)
            .Select(Read)
            .Where(other => other.Parent == process)
            .Sum(other => other.Own);
        return TimeSpan.FromSeconds((own + waitedFor + children) / TicksPerSecond);
    }

    private static (int Parent, double Own, double WaitedFor) Read(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            double[] ticks = [.. fields[11..15].Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), ticks[0] + ticks[1], ticks[2] + ticks[3]);
        }
        catch (IOException)
        {
            // It has ended.
            return (0, 0, 0);
        }
    }
}
