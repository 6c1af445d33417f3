using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AppHost.Tests.Transport;

/// <summary>A client without manners: bytes in, bytes out.</summary>
internal sealed class RawClient(Socket socket) : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Socket Socket => socket;

    public static async Task<RawClient> ConnectAsync(EndPoint endPoint, int receiveBuffer = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer > 0) socket.ReceiveBufferSize = receiveBuffer;
        await socket.ConnectAsync(endPoint, Token);
        return new RawClient(socket);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, Token)..];
    }

    /// <summary>Sends no more, and goes on to listen.</summary>
    public void HalfClose() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Breaks the connection with RST.</summary>
    public void Reset() => socket.Close(0);

    /// <summary>All bytes until the server closes its side.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        byte[] buffer = new byte[16384];
        int count;
        while ((count = await socket.ReceiveAsync(buffer, SocketFlags.None, Token)) > 0) all.Write(buffer, 0, count);
        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Bytes up to and with a text, and not one more than were sent with it.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        var text = new StringBuilder();
        byte[] one = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            int count = await socket.ReceiveAsync(one, SocketFlags.None, Token);
            Assert.True(count == 1, $"The server closed after: {text}");
            text.Append((char)one[0]);
        }

        return text.ToString();
    }

    /// <summary>The head of an answer and its body, whose length the head tells.</summary>
    public async Task<(string Head, string Body)> ReadAnswerAsync()
    {
        string head = await ReadUntilAsync("\r\n\r\n");
        const string Field = "Content-Length: ";
        int at = head.IndexOf(Field, StringComparison.OrdinalIgnoreCase);
        Assert.True(at >= 0, head);
        byte[] body = new byte[int.Parse(head.AsSpan(at + Field.Length, head.IndexOf('\r', at) - at - Field.Length))];
        int read = 0;
        while (read < body.Length)
        {
            int count = await socket.ReceiveAsync(body.AsMemory(read), SocketFlags.None, Token);
            Assert.NotEqual(0, count);
            read += count;
        }

        return (head, Encoding.Latin1.GetString(body));
    }

    public void Dispose() => socket.Dispose();
}
