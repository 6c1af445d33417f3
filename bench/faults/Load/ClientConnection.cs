using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AppHost.Faults.Load;

/// <summary>One connection of a client that repeats nothing: a request that fails has failed.</summary>
internal sealed class ClientConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[16 << 10];
    private int _start;
    private int _end;
    private int _chunks;

    private ClientConnection(Socket socket) => _socket = socket;

    /// <summary>Who answered last on it; null before the first answer.</summary>
    public int? Worker { get; private set; }

    /// <summary>Timestamp of the end of the last answer; 0 before the first one.</summary>
    public long AnsweredAt { get; private set; }

    /// <summary>Bytes of the present answer that have come.</summary>
    public int Received { get; private set; }

    public static async Task<ClientConnection> ConnectAsync(EndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(endPoint);
            if (endPoint is IPEndPoint) socket.NoDelay = true;
            return new ClientConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Nothing of the next answer has come.</summary>
    public void Begin() => Received = 0;

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[await _socket.SendAsync(bytes)..];
    }

    /// <summary>Receives one answer to its end.</summary>
    /// <returns>Its status, and whether the server will close.</returns>
    /// <exception cref="EndOfStreamException">The server closed before.</exception>
    /// <exception cref="SocketException">The server reset the connection before.</exception>
    public async Task<(int Status, bool Closes)> ReceiveAsync()
    {
        Received = _end - _start;
        int status = int.Parse((await LineAsync()).Split(' ')[1], CultureInfo.InvariantCulture);
        int? length = null;
        bool closes = false;
        while (await LineAsync() is { Length: > 0 } line)
        {
            string[] header = line.Split(':', 2, StringSplitOptions.TrimEntries);
            if (header[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) length = int.Parse(header[1], CultureInfo.InvariantCulture);
            if (header[0].Equals("Connection", StringComparison.OrdinalIgnoreCase)) closes = header[1].Equals("close", StringComparison.OrdinalIgnoreCase);
        }

        string body = length is { } bytes ? await TextAsync(bytes) : await ChunksAsync();
        // A stream says the id again and again.
        if (status == 200) Worker = int.Parse(body.AsSpan(0, Math.Min(body.Length, length ?? (body.Length / Math.Max(1, _chunks)))), CultureInfo.InvariantCulture);
        AnsweredAt = Stopwatch.GetTimestamp();
        return (status, closes);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> ChunksAsync()
    {
        var body = new StringBuilder();
        for (_chunks = 0; ; _chunks++)
        {
            int size = int.Parse(await LineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(await TextAsync(size));
            await LineAsync();
            if (size == 0) return body.ToString();
        }
    }

    private async Task<string> LineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end) await FillAsync();
            int at = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            line.Append(Take(at < 0 ? _end - _start : at - _start + 1));
            if (at >= 0) return line.ToString().TrimEnd('\r', '\n');
        }
    }

    private async Task<string> TextAsync(int count)
    {
        var text = new StringBuilder(count);
        while (text.Length < count)
        {
            if (_start == _end) await FillAsync();
            text.Append(Take(Math.Min(count - text.Length, _end - _start)));
        }

        return text.ToString();
    }

    private string Take(int count)
    {
        string text = Encoding.Latin1.GetString(_buffer, _start, count);
        _start += count;
        return text;
    }

    private async Task FillAsync()
    {
        _start = 0;
        _end = await _socket.ReceiveAsync(_buffer);
        Received += _end;
        if (_end == 0) throw new EndOfStreamException("closed");
    }
}
