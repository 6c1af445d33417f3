using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AppHost.FunctionalTests.Harness;

/// <summary>Holds a process as a debugger does: all its threads are in a ptrace stop (state t) until this is disposed.</summary>
internal sealed partial class Debugger : IDisposable
{
    private const int Seize = 0x4206;
    private const int Interrupt = 0x4207;

    private readonly TaskCompletionSource _held = new();
    private readonly ManualResetEventSlim _release = new();
    private readonly Thread _tracer;

    private Debugger(int processId)
    {
        // ptrace(2): only the thread that attached is the tracer, and its end lets the other process go on.
        _tracer = new Thread(() => Run(processId));
        _tracer.Start();
    }

    /// <summary>Stops all threads of a process of the same user.</summary>
    public static Debugger Hold(int processId)
    {
        var debugger = new Debugger(processId);
        debugger._held.Task.GetAwaiter().GetResult();
        return debugger;
    }

    public void Dispose()
    {
        _release.Set();
        _tracer.Join();
        _release.Dispose();
    }

    private void Run(int processId)
    {
        try
        {
            foreach (string task in Directory.GetDirectories($"/proc/{processId}/task"))
            {
                int thread = int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture);
                if (Trace(Seize, thread, 0, 0) < 0 || Trace(Interrupt, thread, 0, 0) < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
            }

            _held.SetResult();
        }
        catch (Exception exception)
        {
            _held.SetException(exception);
        }

        _release.Wait();
    }

    [LibraryImport("libc", EntryPoint = "ptrace", SetLastError = true)]
    private static partial nint Trace(nint request, int thread, nint address, nint data);
}
