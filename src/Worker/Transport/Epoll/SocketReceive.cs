using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AppHost.Worker.Interop;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>The system calls by which a connection receives.</summary>
internal static unsafe class SocketReceive
{
    /// <summary>Receives once into as many blocks.</summary>
    /// <param name="bytes">Takes what comes.</param>
    /// <param name="asked">How much could have come.</param>
    /// <param name="error">The number of the error if the result is negative, else 0; never EINTR.</param>
    /// <returns>How many bytes came; 0: the end; negative: none.</returns>
    public static nint Into(ReceivedBytes bytes, int descriptor, int blocks, out long asked, out int error)
    {
        InputSegment first = bytes.Room();
        nint count;
        do
        {
            count = blocks == 1
                ? Receive(bytes, first, descriptor, out asked, out error)
                : Receive(bytes, first, descriptor, blocks, out asked, out error);
        }
        while (error == Libc.EINTR);

        return count;
    }

    /// <summary>Receives and forgets what comes.</summary>
    public static DiscardProgress Discard(int descriptor)
    {
        byte* scratch = stackalloc byte[4096];
        // Bounded for one turn of the loop: a fast client must not hold up the others.
        for (int i = 0; i < 64; i++)
        {
            nint count = Libc.recv(descriptor, scratch, 4096, Libc.MSG_DONTWAIT);
            if (count > 0) continue;
            if (count == 0) return DiscardProgress.Ended;
            int error = Marshal.GetLastPInvokeError();
            if (error == Libc.EINTR) continue;
            return error == Libc.EAGAIN ? DiscardProgress.Empty : DiscardProgress.Ended;
        }

        return DiscardProgress.More;
    }

    private static nint Receive(ReceivedBytes bytes, InputSegment segment, int descriptor, out long asked, out int error)
    {
        Span<byte> free = segment.Free;
        asked = free.Length;
        nint count = Libc.recv(descriptor, Address(free), (nuint)free.Length, Libc.MSG_DONTWAIT);
        error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (count > 0) bytes.Store(segment, (int)count);
        return count;
    }

    private static nint Receive(ReceivedBytes bytes, InputSegment first, int descriptor, int blocks, out long asked, out int error)
    {
        IoVector* vectors = stackalloc IoVector[blocks];
        var segments = new InputSegment[blocks];
        asked = 0;
        for (int i = 0; i < blocks; i++)
        {
            InputSegment segment = i == 0 ? first : bytes.NewBlock();
            segments[i] = segment;
            vectors[i] = new IoVector(Address(segment.Free), (nuint)segment.FreeLength);
            asked += segment.FreeLength;
        }

        nint count = Libc.readv(descriptor, vectors, blocks);
        error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        nint left = Math.Max(0, count);
        for (int i = 0; i < blocks; i++)
        {
            int stored = (int)Math.Min(left, segments[i].FreeLength);
            left -= stored;
            if (i > 0 && stored == 0)
            {
                segments[i].Release();
                continue;
            }

            if (i > 0) bytes.Append(segments[i]);
            if (stored > 0) bytes.Store(segments[i], stored);
        }

        return count;
    }

    // The pool's blocks are pinned, so their addresses hold.
    private static byte* Address(Span<byte> pinned) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(pinned));
}
