using System.Globalization;
using AppHost.Host.Binding;

namespace AppHost.Host.Master;

/// <summary>Reads from /proc whether somebody holds a process.</summary>
internal static class ProcessState
{
    /// <summary>
    /// A debugger has stopped it (state t). It is not hung, and must be left to the debugger; one stopped by SIGSTOP (state T)
    /// serves nobody and is replaced.
    /// </summary>
    public static bool IsTraced(int process)
    {
        try
        {
            return IsTraced(File.ReadAllText($"/proc/{process}/stat"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The same from the text of the file, proc_pid_stat(5). Pure.</summary>
    public static bool IsTraced(string stat)
    {
        // The name of the program is in parentheses and may hold anything, parentheses included.
        int name = stat.LastIndexOf(')');
        return name >= 0 && name + 2 < stat.Length && stat[name + 2] == 't';
    }

    /// <summary>The signals that a process ignores, signal N as bit N - 1; none if it cannot be looked at.</summary>
    public static ulong IgnoredSignals(int process)
    {
        try
        {
            return IgnoredSignals(File.ReadLines($"/proc/{process}/status"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>The same from the lines of the file, proc_pid_status(5). Pure.</summary>
    public static ulong IgnoredSignals(IEnumerable<string> status)
    {
        const string Name = "SigIgn:";
        string? line = status.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
        return line is not null && ulong.TryParse(line.AsSpan(Name.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong mask)
            ? mask
            : 0;
    }

    /// <summary>How long ago a process was started; null if it has gone.</summary>
    public static TimeSpan? Age(int process)
    {
        try
        {
            // USER_HZ is 100 on every Linux that .NET runs on. Not /proc/uptime: in a container it may be the container's.
            return StartTicks(File.ReadAllText($"/proc/{process}/stat")) is { } started
                ? Interop.SinceBoot() - TimeSpan.FromMilliseconds(started * 10)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>When it was started, in ticks since boot, from the text of /proc/ID/stat: its field 22. Pure.</summary>
    public static long? StartTicks(string stat)
    {
        int name = stat.LastIndexOf(')');
        // The first field after the name is the third.
        string[] fields = name < 0 ? [] : stat[(name + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 19 && long.TryParse(fields[19], CultureInfo.InvariantCulture, out long ticks) ? ticks : null;
    }
}
