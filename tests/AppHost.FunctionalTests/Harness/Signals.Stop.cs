namespace AppHost.FunctionalTests.Harness;

/// <content>What has to be waited for; other projects take the rest of the class alone.</content>
internal static partial class Signals
{
    /// <summary>
    /// SIGSTOP, and waits until every thread stands still: one that is in a system call ends it first, and may accept a
    /// connection with it.
    /// </summary>
    public static async Task StopAsync(int processId)
    {
        Send(processId, UnixSignal.SIGSTOP);
        await Patience.UntilAsync(
            // The state follows the name in parentheses: proc(5).
            () => Directory.EnumerateFiles($"/proc/{processId}/task", "stat", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
                .All(file => File.ReadAllText(file).Split(") ")[^1].StartsWith('T')),
            $"{processId} stands still");
    }
}
