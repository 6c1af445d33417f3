using System.Globalization;

namespace AppHost.Bench.Processes;

/// <summary>Memory of processes, from /proc.</summary>
internal static class ProcessMemory
{
    /// <summary>Proportional set size of all processes of some sessions in bytes: pages that several share count once in all.</summary>
    public static long Pss(IReadOnlyCollection<int> sessions) => ProcessTable.Living(sessions).Sum(process => PssOf(process.Pid));

    /// <summary>Reads the line of /proc/PID/smaps_rollup that says it (proc_pid_smaps(5)).</summary>
    public static long ParsePss(string rollup)
    {
        foreach (var line in rollup.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("Pss:", StringComparison.Ordinal))
            {
                var number = line["Pss:".Length..].TrimEnd("kB ").Trim();
                return long.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture) * 1024;
            }
        }
        return 0;
    }

    /// <summary>That of one process; 0 once it has ended.</summary>
    public static long PssOf(int pid)
    {
        try
        {
            return ParsePss(File.ReadAllText($"/proc/{pid}/smaps_rollup"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0; // Ended meanwhile.
        }
    }
}
