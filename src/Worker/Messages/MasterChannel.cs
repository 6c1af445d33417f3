using System.Runtime.InteropServices;
using AppHost.Worker.Interop;

namespace AppHost.Worker.Messages;

/// <summary>
/// The worker's end of the socket pair to its master. Reading blocks a thread of its own, because the thread pool may be
/// full of user code that blocks; its end of file is how a worker learns that the master has died.
/// </summary>
/// <param name="descriptor">Inherited; not passed on to processes that user code starts.</param>
internal sealed unsafe class MasterChannel(int descriptor) : IDisposable
{
    private readonly Queue<MasterMessage> _received = new();
    private readonly FrameReader _frames = new();
    private readonly Lock _writing = new();

    /// <summary>Names the inherited descriptor in the worker's environment.</summary>
    public const string DescriptorVariable = "APPHOST_CHANNEL";

    /// <summary>Waits for the next message; one thread only.</summary>
    /// <returns>Null when the master has gone.</returns>
    public MasterMessage? Receive()
    {
        byte* buffer = stackalloc byte[4096];
        MasterMessage? next;
        while (!_received.TryDequeue(out next))
        {
            nint count = Libc.read(descriptor, buffer, 4096);
            if (count < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR) continue;
            if (count <= 0) return null;
            _frames.Add(new ReadOnlySpan<byte>(buffer, (int)count), frame => _received.Enqueue(MessageFormat.ReadMasterMessage(frame)));
        }

        return next;
    }

    /// <summary>Sends a message; thread-safe. A master that has gone is not an error here: <see cref="Receive"/> tells.</summary>
    public void Send(WorkerMessage message)
    {
        byte[] frame = MessageFormat.Write(message);
        lock (_writing)
        {
            fixed (byte* start = frame)
            {
                for (nint sent = 0; sent < frame.Length;)
                {
                    nint count = Libc.write(descriptor, start + sent, (nuint)(frame.Length - sent));
                    if (count < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR) continue;
                    if (count <= 0) return;
                    sent += count;
                }
            }
        }
    }

    public void Dispose() => _ = Libc.close(descriptor);
}
