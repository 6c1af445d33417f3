using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AppHost.Host.Binding;
using AppHost.Host.Control.Status;

namespace AppHost.Host.Control.Client;

/// <summary>Speaks to one control socket. One connection for each call; not thread-safe.</summary>
/// <param name="path">The socket's file.</param>
internal sealed class ControlClient(string path) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken),
    })
    {
        // The host part means nothing on a unix socket. Time limits are the callers': a reload may take long.
        BaseAddress = new Uri("http://apphost"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The file of the socket.</summary>
    public string Path { get; } = path;

    /// <summary>Asks for the status.</summary>
    /// <exception cref="ControlException">Nobody answers, or not as this program understands.</exception>
    public async Task<StatusSnapshot> StatusAsync(CancellationToken cancellationToken)
    {
        (int _, byte[] body) = await SendAsync(HttpMethod.Get, "/v1/status", null, cancellationToken);
        StatusSnapshot status = Read(body, ControlJson.Readable.StatusSnapshot);
        return status.Version == StatusSnapshot.CurrentVersion
            ? status
            : throw new ControlException(
                $"the host speaks version {status.Version} of the status, this program {StatusSnapshot.CurrentVersion}; use the host's own apphost");
    }

    /// <summary>Gives an order.</summary>
    /// <param name="target">Path and parameters, for example <c>/v1/reload?wait</c>.</param>
    /// <param name="order">The body; null: none.</param>
    /// <exception cref="ControlException">Nobody answers, or not as this program understands.</exception>
    public async Task<ControlReply> OrderAsync(string target, ScaleOrder? order, CancellationToken cancellationToken)
    {
        byte[]? body = order is null ? null : JsonSerializer.SerializeToUtf8Bytes(order, ControlJson.Readable.ScaleOrder);
        (int status, byte[] answer) = await SendAsync(HttpMethod.Post, target, body, cancellationToken);
        return new ControlReply(status, Read(answer, ControlJson.Readable.ControlAnswer));
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            // Who could make a file in our place could listen there too, and be told what we want.
            PeerCredentials server = PeerCredentials.Of(socket);
            int user = Interop.EffectiveUser();
            if (user != 0 && !server.AreTrustedBy(user)) throw new ControlException($"its server runs as user {server.UserId}, not as you");
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<(int Status, byte[] Body)> SendAsync(HttpMethod method, string target, byte[]? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, target);
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
            return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            throw exception.InnerException switch
            {
                ControlException own => own,
                SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.AddressNotAvailable } => new ControlException("its host is gone", isDead: true),
                SocketException { SocketErrorCode: SocketError.AccessDenied } => new ControlException("you may not connect to it; run as its user or as root"),
                _ => new ControlException("the connection broke before the answer came"),
            };
        }
    }

    private static T Read<T>(byte[] body, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new ControlException("what answers there is not apphost");
        }
    }
}
