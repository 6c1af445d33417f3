using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AppHost.FunctionalTests.Harness;

/// <summary>A copy of a descriptor that processes started meanwhile inherit.</summary>
internal sealed partial class InheritableDescriptor : IDisposable
{
    public InheritableDescriptor(SafeHandle original)
    {
        // dup(2) leaves close-on-exec off.
        Number = Duplicate(original);
        if (Number < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public int Number { get; }

    public void Dispose() => _ = Close(Number);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(SafeHandle descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
