using System.Globalization;

namespace AppHost.Worker.Life;

/// <summary>Makes the kernel, when memory runs out, take a worker rather than the master, whose death would end them all.</summary>
internal static class OutOfMemoryScore
{
    private const string File = "/proc/self/oom_score_adj";
    private const int Raised = 200;
    private const int Most = 1000;

    /// <summary>Adds to what was inherited. Anybody may raise it (proc_pid_oom_score_adj(5)); where /proc is missing it stays.</summary>
    public static void Raise()
    {
        try
        {
            int inherited = int.Parse(System.IO.File.ReadAllText(File), CultureInfo.InvariantCulture);
            System.IO.File.WriteAllText(File, Math.Min(Most, inherited + Raised).ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            // The kernel then chooses by size alone, which is mostly a worker too.
        }
    }
}
