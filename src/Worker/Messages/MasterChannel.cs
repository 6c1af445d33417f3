using System.Runtime.InteropServices;
using System.Text.Json;
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
    private readonly LineReader _lines = new(longest: 1 << 20);
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
            _lines.Add(new ReadOnlySpan<byte>(buffer, (int)count), line =>
                _received.Enqueue(JsonSerializer.Deserialize(line, ChannelJson.Default.MasterMessage)!));
        }

        return next;
    }

    /// <summary>Sends a message; thread-safe. A master that has gone is not an error here: <see cref="Receive"/> tells.</summary>
    public void Send(WorkerMessage message)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, ChannelJson.Default.WorkerMessage), (byte)'\n'];
        lock (_writing)
        {
            fixed (byte* start = line)
            {
                for (nint sent = 0; sent < line.Length;)
                {
                    nint count = Libc.write(descriptor, start + sent, (nuint)(line.Length - sent));
                    if (count < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR) continue;
                    if (count <= 0) return;
                    sent += count;
                }
            }
        }
    }

    public void Dispose() => _ = Libc.close(descriptor);
}
