using System.Diagnostics;
using AppHost.Worker.Interop;

namespace AppHost.Host.Processes;

/// <summary>
/// Starts every process of the host. Process.Start passes on each descriptor that is not close-on-exec, and has no list of
/// its own: a descriptor that is meant for a child has the flag off while that child is started. Another process started in
/// that moment, the compiler of a reload for one, would hold the listeners too. Hence one at a time. Thread-safe.
/// </summary>
internal static class ChildProcess
{
    private static readonly Lock Starting = new();

    /// <summary>Starts it; blocks for as long as a fork takes, or two.</summary>
    /// <param name="inherited">Descriptors that it gets, under the same numbers; close-on-exec again afterwards.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The kernel refused: no such file, no memory, no process left.</exception>
    /// <exception cref="IOException">A descriptor is not open.</exception>
    public static Process Start(ProcessStartInfo start, params IReadOnlyList<int> inherited)
    {
        lock (Starting)
        {
            try
            {
                foreach (int descriptor in inherited) Libc.SetInheritable(descriptor, true);
                return Process.Start(start)!;
            }
            finally
            {
                foreach (int descriptor in inherited) Libc.SetInheritable(descriptor, false);
            }
        }
    }
}
