using System.Globalization;

namespace AppHost.Host.Advice;

/// <summary>What the settings of a generation meet on this machine.</summary>
/// <param name="WorkerClass">As the workers say.</param>
/// <param name="Workers">N.</param>
/// <param name="Slots">M.</param>
/// <param name="QueueLength">Requests of a worker that may wait.</param>
/// <param name="Cores">CPU time in cores.</param>
/// <param name="Descriptors">Files and sockets that a worker may have open (ulimit -n); null: not known.</param>
internal sealed record HostLimits(string WorkerClass, int Workers, int Slots, int QueueLength, double Cores, long? Descriptors)
{
    /// <summary>True where a slot is a thread that is there; false where it is a count.</summary>
    public bool SlotsAreThreads { get; init; } = true;

    private const string LimitsFile = "/proc/self/limits";
    private const string DescriptorsRow = "Max open files";

    /// <summary>The soft limit of this process, which workers inherit; null where the system does not tell.</summary>
    public static long? ReadDescriptors()
    {
        try
        {
            return File.Exists(LimitsFile) ? DescriptorsIn(File.ReadLines(LimitsFile)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Finds it in the lines of proc_pid_limits(5): name, soft, hard, unit.</summary>
    public static long? DescriptorsIn(IEnumerable<string> lines)
    {
        string? soft = lines.FirstOrDefault(line => line.StartsWith(DescriptorsRow, StringComparison.Ordinal))?[DescriptorsRow.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, CultureInfo.InvariantCulture, out long number) ? number : null;
    }
}
