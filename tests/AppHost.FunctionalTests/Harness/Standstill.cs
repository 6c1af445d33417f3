namespace AppHost.FunctionalTests.Harness;

/// <summary>A process that stands still, as one that is debugged or starved does.</summary>
internal static class Standstill
{
    private static readonly EnumerationOptions ThreadFolders = new() { RecurseSubdirectories = true, MaxRecursionDepth = 1 };

    /// <summary>
    /// SIGSTOP, and waits until every thread stands still: one that is in a system call ends it first, and may accept a
    /// connection with it.
    /// </summary>
    public static async Task BeginAsync(int processId)
    {
        Signals.Send(processId, UnixSignal.SIGSTOP);
        await Patience.UntilAsync(
            // The state follows the name in parentheses: proc(5).
            () => Directory.EnumerateFiles($"/proc/{processId}/task", "stat", ThreadFolders)
                .All(file => File.ReadAllText(file).Split(") ")[^1].StartsWith('T')),
            $"{processId} stands still");
    }
}
