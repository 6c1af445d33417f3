using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AppHost.FunctionalTests.Harness;

/// <summary>kill(2).</summary>
internal static partial class Signals
{
    /// <summary>To one process by its id.</summary>
    public static void Send(int processId, UnixSignal signal)
    {
        if (Kill(processId, (int)signal) < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

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

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
