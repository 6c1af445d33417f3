using System.Runtime.InteropServices;

namespace AppHost.Bench.Processes;

/// <summary>kill(2).</summary>
internal static partial class Signals
{
    public const int Hup = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int User1 = 10;
    public const int User2 = 12;
    public const int Terminate = 15;

    /// <summary>Sends a signal to one process; false if there is none, or it is not ours.</summary>
    public static bool Send(int pid, int signal)
    {
        // 0, -1 and negative ids mean groups, or everybody.
        ArgumentOutOfRangeException.ThrowIfLessThan(pid, 2);
        return SendSignal(pid, signal) == 0;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
