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

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
