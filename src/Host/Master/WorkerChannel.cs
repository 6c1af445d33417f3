using System.Net.Sockets;
using System.Threading.Channels;
using AppHost.Worker.Messages;

namespace AppHost.Host.Master;

/// <summary>
/// The master's end of the socket pair to one worker. Sending never blocks: a worker that does not read, or a message longer
/// than the kernel's buffer, fills a queue here, and is never sent by half. Thread-safe but for <see cref="ReceiveAsync"/>.
/// </summary>
internal sealed class WorkerChannel : IDisposable
{
    private readonly Socket _socket;
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });

    /// <param name="socket">Connected; owned.</param>
    public WorkerChannel(Socket socket)
    {
        _socket = socket;
        _ = SendAllAsync();
    }

    /// <summary>Sends a message after those before it. One to a worker that has died is dropped: its exit says so.</summary>
    public void Send(MasterMessage message) => _outgoing.Writer.TryWrite(MessageFormat.Write(message));

    /// <summary>Receives until the worker closes its end; one caller.</summary>
    /// <param name="received">Called for each message.</param>
    /// <param name="unintelligible">Called with the reason when bytes came that are no message; nothing is received after that.</param>
    public async Task ReceiveAsync(Action<WorkerMessage> received, Action<string> unintelligible)
    {
        var frames = new FrameReader();
        byte[] buffer = new byte[4096];
        try
        {
            for (int count; (count = await _socket.ReceiveAsync(buffer)) > 0;)
            {
                frames.Add(buffer.AsSpan(0, count), frame => received(MessageFormat.ReadWorkerMessage(frame)));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It died with unread messages, or the handle was disposed after the exit.
        }
        catch (Exception exception)
        {
            // User code owns every descriptor of its process and may have written to this one.
            unintelligible(exception.Message);
        }
    }

    public void Dispose()
    {
        _outgoing.Writer.TryComplete();
        _socket.Dispose();
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (byte[] frame in _outgoing.Reader.ReadAllAsync())
            {
                for (ReadOnlyMemory<byte> rest = frame; rest.Length > 0;) rest = rest[await _socket.SendAsync(rest)..];
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It has died; its exit says so.
        }
    }
}
