using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace AppHost.Host.Binding;

/// <summary>
/// Serializes hosts that bind in the same folder. flock(2) on the folder itself: a lock file beside the socket would have to be deleted,
/// and deleting a lock file is a race of its own. The kernel releases it when the holder dies.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly SafeFileHandle _handle;

    private FolderLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>The lock lasts until every copy of this descriptor is closed, those in child processes included.</summary>
    public int Descriptor => (int)_handle.DangerousGetHandle();

    /// <summary>Blocks the thread until the lock is had, for at most <paramref name="patience"/>.</summary>
    /// <returns>Null on failure; <paramref name="error"/> is then EAGAIN (somebody holds it) or why the folder cannot be opened.</returns>
    public static FolderLock? Acquire(string folder, TimeSpan patience, out int error)
    {
        error = 0;
        int descriptor = Interop.OpenFolder(folder);
        if (descriptor < 0)
        {
            error = Interop.LastError;
            return null;
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        long start = Stopwatch.GetTimestamp();
        // Not the waiting form of flock: a holder stopped by SIGSTOP must not stop us too.
        while (!Interop.TryLock(descriptor))
        {
            error = Interop.LastError;
            if (error != Interop.EAGAIN || Stopwatch.GetElapsedTime(start) > patience)
            {
                handle.Dispose();
                return null;
            }

            Thread.Sleep(Pause);
        }

        error = 0;
        return new FolderLock(handle);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
