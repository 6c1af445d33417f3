using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AppHost.FunctionalTests.Harness;

/// <summary>A client that sends exactly the bytes it is told to, over one connection.</summary>
public sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private int _received;

    private HttpConnection(Socket socket) => _socket = socket;

    public static async Task<HttpConnection> ConnectAsync(EndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            using CancellationTokenSource patience = Patience.Start();
            await socket.ConnectAsync(endPoint, patience.Token);
            if (endPoint is IPEndPoint) socket.NoDelay = true;
            return new HttpConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>One request on a connection of its own.</summary>
    public static async Task<HttpReply> GetOnceAsync(EndPoint endPoint, string path)
    {
        using HttpConnection connection = await ConnectAsync(endPoint);
        return await connection.GetAsync(path);
    }

    public static string Get(string path) => $"GET {path} HTTP/1.1\r\nHost: test\r\n\r\n";

    public static string Post(string path, string body) =>
        $"POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    public async Task<HttpReply> GetAsync(string path)
    {
        await SendAsync(Get(path));
        return await ReceiveAsync();
    }

    public async Task<HttpReply> PostAsync(string path, string body)
    {
        await SendAsync(Post(path, body));
        return await ReceiveAsync();
    }

    public async Task SendAsync(string text)
    {
        using CancellationTokenSource patience = Patience.Start();
        ReadOnlyMemory<byte> bytes = Encoding.Latin1.GetBytes(text);
        while (bytes.Length > 0) bytes = bytes[await _socket.SendAsync(bytes, patience.Token)..];
    }

    /// <summary>Receives one response; an informational one counts.</summary>
    /// <param name="toHead">The request was a HEAD: there is no body.</param>
    public async Task<HttpReply> ReceiveAsync(bool toHead = false)
    {
        HttpReply head = await ReceiveHeadAsync();
        if (toHead || head.Status is >= 100 and < 200 or 204 or 304) return head;
        if (head.Headers.ContainsKey("transfer-encoding")) return head with { Body = await ReceiveChunksAsync() };
        if (head.Headers.TryGetValue("content-length", out string? length))
        {
            return head with { Body = await ReceiveExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture)) };
        }

        return head with { Body = await ReceiveToEndAsync() };
    }

    /// <summary>Receives the status line and the headers.</summary>
    public async Task<HttpReply> ReceiveHeadAsync()
    {
        _received = _end - _start;
        string[] status = (await ReceiveLineAsync()).Split(' ', 3);
        var headers = new Dictionary<string, string>();
        while (await ReceiveLineAsync() is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string name = line[..colon].ToLowerInvariant();
            Assert.True(headers.TryAdd(name, line[(colon + 1)..].Trim()), $"The header {name} came twice.");
        }

        return new HttpReply(int.Parse(status[1], CultureInfo.InvariantCulture), headers, string.Empty);
    }

    /// <summary>Receives one chunk of a chunked body; empty at its end.</summary>
    public async Task<string> ReceiveChunkAsync()
    {
        int size = int.Parse(await ReceiveLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        string chunk = await ReceiveExactlyAsync(size);
        Assert.Equal(string.Empty, await ReceiveLineAsync());
        return chunk;
    }

    /// <summary>Waits until the server closes or resets, and returns what came before.</summary>
    public async Task<string> ReceiveToEndAsync()
    {
        var text = new StringBuilder();
        try
        {
            while (_start < _end || await FillAsync()) text.Append(TakeBuffered(int.MaxValue));
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset)
        {
            // An end as well.
        }

        return text.ToString();
    }

    /// <summary>Leaves with RST instead of FIN.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> ReceiveChunksAsync()
    {
        var body = new StringBuilder();
        while (await ReceiveChunkAsync() is { Length: > 0 } chunk) body.Append(chunk);
        return body.ToString();
    }

    private async Task<string> ReceiveLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end) await MustFillAsync();
            int at = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            line.Append(TakeBuffered(at < 0 ? int.MaxValue : at - _start + 1));
            if (at >= 0) return line.ToString().TrimEnd('\r', '\n');
        }
    }

    private async Task<string> ReceiveExactlyAsync(int count)
    {
        var text = new StringBuilder(count);
        while (text.Length < count)
        {
            if (_start == _end) await MustFillAsync();
            text.Append(TakeBuffered(count - text.Length));
        }

        return text.ToString();
    }

    private string TakeBuffered(int atMost)
    {
        int count = Math.Min(atMost, _end - _start);
        string text = Encoding.Latin1.GetString(_buffer, _start, count);
        _start += count;
        return text;
    }

    private async Task MustFillAsync()
    {
        if (!await FillAsync()) throw new ConnectionClosedException(_received);
    }

    private async Task<bool> FillAsync()
    {
        using CancellationTokenSource patience = Patience.Start();
        _start = 0;
        _end = await _socket.ReceiveAsync(_buffer, patience.Token);
        _received += _end;
        return _end > 0;
    }
}
