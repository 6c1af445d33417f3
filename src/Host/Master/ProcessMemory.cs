using System.Globalization;

namespace AppHost.Host.Master;

/// <summary>Reads the memory of a process from /proc.</summary>
internal static class ProcessMemory
{
    /// <summary>
    /// Memory that would be free if the process ended: private pages, not the images it shares with its siblings, which RSS
    /// would count for each of them. 0 if the process has gone or may not be looked at.
    /// </summary>
    public static long PrivateBytes(int process)
    {
        try
        {
            return SumOfPrivate(File.ReadLines($"/proc/{process}/smaps_rollup"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>The sum of the lines <c>Private_*: N kB</c>, proc_pid_smaps(5). Pure.</summary>
    public static long SumOfPrivate(IEnumerable<string> lines) => Sum(lines, "Private_");

    /// <summary>The line <c>Pss: N kB</c>: pages that are shared count by their share. Pure.</summary>
    public static long Proportional(IEnumerable<string> lines) => Sum(lines, "Pss:");

    private static long Sum(IEnumerable<string> lines, string name)
    {
        long kibibytes = 0;
        foreach (string line in lines)
        {
            if (!line.StartsWith(name, StringComparison.Ordinal)) continue;
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 2 && long.TryParse(words[1], CultureInfo.InvariantCulture, out long size)) kibibytes += size;
        }

        return kibibytes * 1024;
    }
}
