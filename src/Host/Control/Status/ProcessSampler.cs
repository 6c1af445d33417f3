using System.Globalization;
using AppHost.Host.Master;

namespace AppHost.Host.Control.Status;

/// <summary>
/// Looks at processes in /proc, on the side: the kernel may wait for locks of a process that hangs, and a status must not. What is
/// not there in time is what was seen last. Thread-safe.
/// </summary>
internal sealed class ProcessSampler
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private IReadOnlyDictionary<int, ProcessSample> _last = new Dictionary<int, ProcessSample>();
    private Task? _sampling;

    /// <summary>The latest samples of processes, by id; one that was never seen is missing.</summary>
    public async Task<IReadOnlyDictionary<int, ProcessSample>> SampleAsync(IReadOnlyList<int> processes, CancellationToken cancellationToken)
    {
        Task sampling;
        lock (_lock)
        {
            if (_sampling is null or { IsCompleted: true }) _sampling = Task.Run(() => Volatile.Write(ref _last, Read(processes)), CancellationToken.None);
            sampling = _sampling;
        }

        await sampling.WaitAsync(Patience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Volatile.Read(ref _last);
    }

    private static Dictionary<int, ProcessSample> Read(IReadOnlyList<int> processes)
    {
        var samples = new Dictionary<int, ProcessSample>();
        foreach (int process in processes)
        {
            try
            {
                string[] memory = File.ReadAllLines($"/proc/{process}/smaps_rollup");
                samples[process] = new ProcessSample(
                    ProcessMemory.SumOfPrivate(memory), ProcessMemory.Proportional(memory), CpuSecondsOf(File.ReadAllText($"/proc/{process}/stat")));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended, or may not be looked at.
            }
        }

        return samples;
    }

    /// <summary>User and system time, fields 14 and 15 of proc_pid_stat(5). Pure.</summary>
    internal static double CpuSecondsOf(string stat)
    {
        // USER_HZ, which is 100 on every architecture that .NET runs on.
        const double TicksPerSecond = 100;
        // The name in parentheses may have blanks and parentheses in it.
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 13) return 0;
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}

/// <summary>What the kernel says of a process.</summary>
internal readonly record struct ProcessSample(long PrivateBytes, long ProportionalBytes, double CpuSeconds);
