using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AppHost.Host.Binding;
using AppHost.Host.Control.Http;
using AppHost.Host.Control.Status;
using AppHost.Host.Output;

namespace AppHost.Host.Control.Client;

/// <summary>
/// Speaks to one control socket, one connection for each call. Thread-safe. Not HttpClient: that made <c>apphost status</c>
/// take twice its time (190 ms instead of 95), and it is typed by people who are in a hurry.
/// </summary>
/// <param name="place">Where the host listens.</param>
internal sealed class ControlClient(ControlPlace place)
{
    private const int LongestAnswer = 64 << 20;

    /// <summary>Asks for the status.</summary>
    /// <exception cref="ControlException">Nobody answers, or not as this program understands.</exception>
    public async Task<StatusSnapshot> StatusAsync(CancellationToken cancellationToken)
    {
        HttpResponse response = await SendAsync("GET", "/v1/status", [], cancellationToken);
        if (response.Status != 200) throw new ControlException(Read(response, ControlJson.Readable.ControlAnswer).Error ?? "it gives no status");
        StatusSnapshot status = Read(response, ControlJson.Readable.StatusSnapshot);
        return status.Version == StatusSnapshot.CurrentVersion
            ? status
            : throw new ControlException(
                $"the host speaks version {status.Version} of the status, this program {StatusSnapshot.CurrentVersion}; use the host's own apphost");
    }

    /// <summary>Asks for log lines.</summary>
    /// <param name="from">The number of the first, or so many of the last if negative.</param>
    /// <param name="wait">Until there is one, for some seconds.</param>
    /// <exception cref="ControlException">Nobody answers, or not as this program understands.</exception>
    public async Task<RecentLinesReading> LogsAsync(long from, bool wait, CancellationToken cancellationToken)
    {
        HttpResponse response = await SendAsync("GET", $"/v1/logs?from={from}{(wait ? "&wait" : "")}", [], cancellationToken);
        if (response.Status != 200) throw new ControlException(Read(response, ControlJson.Readable.ControlAnswer).Error ?? "it gives no log");
        return Read(response, ControlJson.Readable.RecentLinesReading);
    }

    /// <summary>Gives an order.</summary>
    /// <param name="target">Path and parameters, for example <c>/v1/reload?wait</c>.</param>
    /// <param name="order">The body; null: none.</param>
    /// <exception cref="ControlException">Nobody answers, or not as this program understands.</exception>
    public async Task<ControlReply> OrderAsync(string target, ScaleOrder? order, CancellationToken cancellationToken)
    {
        byte[] body = order is null ? [] : JsonSerializer.SerializeToUtf8Bytes(order, ControlJson.Readable.ScaleOrder);
        HttpResponse response = await SendAsync("POST", target, body, cancellationToken);
        return new ControlReply(response.Status, Read(response, ControlJson.Readable.ControlAnswer));
    }

    private async Task<HttpResponse> SendAsync(string method, string target, byte[] body, CancellationToken cancellationToken)
    {
        using Socket socket = await ConnectAsync(cancellationToken);
        string token = place.Token is null ? "" : $"Authorization: Bearer {place.Token}\r\n";
        string head = $"{method} {target} HTTP/1.1\r\nHost: {place.Authority}\r\n{token}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        await SendAsync(socket, [.. Encoding.ASCII.GetBytes(head), .. body], cancellationToken);
        return await ReceiveAsync(socket, cancellationToken) is { Length: > 0 } answer
            ? HttpResponse.Parse(answer) ?? throw NotApphost()
            : throw new ControlException("the connection ended without an answer");
    }

    private static async Task<ReadOnlyMemory<byte>> ReceiveAsync(Socket socket, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        byte[] buffer = new byte[16 << 10];
        try
        {
            for (int count; (count = await socket.ReceiveAsync(buffer, cancellationToken)) > 0 && answer.Length < LongestAnswer;)
            {
                answer.Write(buffer, 0, count);
            }
        }
        catch (SocketException)
        {
            // A host that answered without reading all ends with a reset. What came before it counts, if it is whole.
        }

        return answer.GetBuffer().AsMemory(0, (int)answer.Length);
    }

    /// <summary>A host that refuses before it has read all closes early; its answer is there to be read all the same.</summary>
    private static async Task SendAsync(Socket socket, byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            for (int sent = 0; sent < request.Length;) sent += await socket.SendAsync(request.AsMemory(sent), cancellationToken);
        }
        catch (SocketException)
        {
            // Told by what can be read, or that nothing can.
        }
    }

    private Task<Socket> ConnectAsync(CancellationToken cancellationToken) =>
        place.Address is { } address ? ConnectAsync(address, cancellationToken) : ConnectAsync(place.Text, cancellationToken);

    private static async Task<Socket> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new ControlException(exception.Message);
        }
    }

    private static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        if (BindAddressParser.DescribeTooLong(path) is { } tooLong) throw new ControlException(tooLong);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            // Who could make a file in our place could listen there too, and be told what we want.
            PeerCredentials server = PeerCredentials.Of(socket);
            int user = Interop.EffectiveUser();
            return user == 0 || server.AreTrustedBy(user)
                ? socket
                : throw new ControlException($"its server runs as user {server.UserId}, not as you");
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw exception.SocketErrorCode switch
            {
                SocketError.ConnectionRefused or SocketError.AddressNotAvailable => new ControlException("no host listens there", isDead: true),
                SocketError.AccessDenied => new ControlException("you may not connect to it; run as its user or as root"),
                _ => new ControlException(exception.Message),
            };
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static T Read<T>(HttpResponse response, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(response.Body.Span, type) ?? throw NotApphost();
        }
        catch (JsonException)
        {
            throw NotApphost();
        }
    }

    private static ControlException NotApphost() => new("what answers there is not apphost");
}
