using System.Runtime.InteropServices;
using AppHost.Worker.Interop;

namespace AppHost.Worker.AccessLog;

/// <summary>Writes bytes to a descriptor.</summary>
internal static unsafe class DescriptorWriter
{
    /// <summary>Writes all, or as much as can be written.</summary>
    /// <param name="error">errno if it was not all.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(int descriptor, ReadOnlySpan<byte> bytes, out int error)
    {
        error = 0;
        int written = 0;
        fixed (byte* start = bytes)
        {
            while (written < bytes.Length)
            {
                nint count = Libc.write(descriptor, start + written, (nuint)(bytes.Length - written));
                if (count > 0)
                {
                    written += (int)count;
                    continue;
                }

                error = Marshal.GetLastPInvokeError();
                if (error == Libc.EINTR) continue;
                if (error != Libc.EAGAIN) return written;
                // Somebody who shares the pipe made it non-blocking. This thread has time.
                Thread.Sleep(1);
            }
        }

        return written;
    }
}
