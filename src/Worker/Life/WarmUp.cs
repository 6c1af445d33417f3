using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AppHost.Worker.Interop;
using AppHost.Worker.Transport;

namespace AppHost.Worker.Life;

/// <summary>
/// A client of the worker's own, before it accepts anybody else's: its requests take the whole way of real ones, from the
/// transport to the app, over a socket pair instead of a public address.
/// </summary>
/// <param name="listener">Takes the server's end of each pair as if it had accepted it.</param>
/// <param name="http2">That listener speaks HTTP/2.</param>
internal sealed class WarmUp(EventLoop loop, InheritedListener listener, WorkerLoad load, bool http2) : IDisposable
{
    private const int F_SETFL = 4;

    private HttpClient? _client;

    /// <summary>Asks for one path and reads the whole answer. As long as it takes: the boot timeout bounds it.</summary>
    /// <exception cref="BootFailedException">The answer was 400 or above, or there was none.</exception>
    public async Task GetAsync(string path, CancellationToken cancellationToken)
    {
        _client ??= CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Version = http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        int status;
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
            status = (int)response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Failure(path, $"was not answered: {(exception.InnerException ?? exception).Message}");
        }

        if (status >= 400) throw Failure(path, string.Create(CultureInfo.InvariantCulture, $"was answered with {status}"));
    }

    public void Dispose() => _client?.Dispose();

    private static BootFailedException Failure(string path, string what) =>
        new($"The warm-up request GET {path} {what}.", "Correct the app or the setting 'warmup'; the app's own log says more.");

    private HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(Connect()),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        };
        var client = new HttpClient(handler) { BaseAddress = new Uri("http://localhost"), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("apphost-warmup");
        return client;
    }

    private unsafe NetworkStream Connect()
    {
        int* pair = stackalloc int[2];
        if (Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.O_CLOEXEC, 0, pair) < 0) throw Libc.Failure("socketpair");
        int server = pair[1];
        if (Libc.fcntl(server, F_SETFL, Libc.O_NONBLOCK) < 0) throw Libc.Failure("fcntl(F_SETFL)");
        loop.Post(state => Offer((int)state!), server);
        return new NetworkStream(new Socket(new SafeSocketHandle(pair[0], ownsHandle: true)), ownsSocket: true);
    }

    private void Offer(int descriptor)
    {
        load.ConnectionAccepted();
        listener.Offer(descriptor, new FreshConnection(load));
    }
}
