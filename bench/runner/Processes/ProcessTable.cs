using System.Globalization;

namespace AppHost.Bench.Processes;

/// <summary>The processes of the machine, from /proc.</summary>
internal static class ProcessTable
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ProcessEntry> Read()
    {
        var entries = new List<ProcessEntry>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && ReadStat(pid) is { } text && Parse(pid, text) is { } entry)
            {
                entries.Add(entry);
            }
        }
        return entries;
    }

    /// <summary>Those of some sessions that have not ended.</summary>
    public static IReadOnlyList<ProcessEntry> Living(IReadOnlyCollection<int> sessions) =>
        [.. Read().Where(entry => sessions.Contains(entry.Session) && !entry.IsZombie)];

    /// <summary>Reads the text of /proc/PID/stat (proc_pid_stat(5)); null if it is none.</summary>
    public static ProcessEntry? Parse(int pid, string text)
    {
        // The name, in parentheses, may contain anything: the fields begin after the last one.
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 3
            && int.TryParse(fields[1], CultureInfo.InvariantCulture, out var parent)
            && int.TryParse(fields[3], CultureInfo.InvariantCulture, out var session)
            ? new ProcessEntry(pid, parent, session, fields[0] is "Z" or "X")
            : null;
    }

    private static string? ReadStat(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // Ended meanwhile.
        }
    }
}
