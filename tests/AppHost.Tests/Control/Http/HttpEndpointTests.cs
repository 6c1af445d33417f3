using System.Net.Sockets;
using System.Text;
using AppHost.Host.Control;
using AppHost.Host.Control.Http;
using AppHost.Tests.Apps;
using AppHost.Tests.Support;

namespace AppHost.Tests.Control.Http;

public sealed class HttpEndpointTests : IAsyncLifetime
{
    private const string Request = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";

    private readonly TemporaryFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly HeldApi _api = new();
    private readonly CapturingLogger<HttpEndpoint> _log = new();
    private HttpEndpoint? _endpoint;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(_folder.Combine("s")));
        _listener.Listen(16);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_endpoint is not null) await _endpoint.DisposeAsync();
        _listener.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_request_is_answered_and_the_connection_ends()
    {
        Start(new HttpLimits());
        _api.Release();
        using Socket client = await SendAsync(Request);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await ReadAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kernel_tells_who_asks()
    {
        Start(new HttpLimits());
        _api.Release();
        using Socket client = await SendAsync(Request);
        await ReadAsync(client);
        Assert.Equal(Environment.ProcessId, _api.Caller!.Credentials!.Value.ProcessId);
    }

    [Fact]
    public async Task A_caller_who_may_not_ask_is_told_so_before_anything_is_read()
    {
        _api.Refusal = new HttpRefusal(403, "not you");
        Start(new HttpLimits());
        // More than the socket's buffers take: it is answered although it is not read as a request.
        using Socket client = await ConnectAsync();
        Task sending = client.SendAsync(new byte[1 << 20], Cancelled).AsTask();
        Assert.StartsWith("HTTP/1.1 403 ", await ReadAsync(client), StringComparison.Ordinal);
        await sending.ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Null(_api.Caller);
        Assert.Contains(_log.Records, record => record.EventId == EventIds.Refused && record.Message.Contains("403, not you", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_slow_request_is_refused()
    {
        Start(new HttpLimits { Patience = TimeSpan.FromMilliseconds(50) });
        using Socket client = await SendAsync("GET / HT");
        Assert.StartsWith("HTTP/1.1 408 ", await ReadAsync(client), StringComparison.Ordinal);
        Assert.Null(_api.Caller);
    }

    [Fact]
    public async Task A_malformed_request_is_refused_and_logged()
    {
        Start(new HttpLimits());
        using Socket client = await SendAsync("nonsense\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", await ReadAsync(client), StringComparison.Ordinal);
        Assert.Contains(_log.Records, record => record.EventId == EventIds.Refused);
        Assert.Null(_api.Caller);
    }

    [Fact]
    public async Task One_client_too_many_is_turned_away_and_the_others_are_served()
    {
        Start(new HttpLimits { Clients = 2 });
        using Socket first = await SendAsync(Request);
        using Socket second = await SendAsync(Request);
        await _api.AskedAsync(2);
        using Socket third = await ConnectAsync();
        Assert.StartsWith("HTTP/1.1 503 ", await ReadAsync(third), StringComparison.Ordinal);
        _api.Release();
        Assert.StartsWith("HTTP/1.1 200 ", await ReadAsync(first), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await ReadAsync(second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_hangs_up_without_a_word_leaves_no_trace()
    {
        Start(new HttpLimits { Clients = 1 });
        (await ConnectAsync()).Dispose();
        _api.Release();
        // Its place is free again as soon as its end was seen.
        string answer;
        do
        {
            using Socket client = await SendAsync(Request);
            byte[] head = new byte[12];
            await client.ReceiveAsync(head, Cancelled);
            answer = Encoding.ASCII.GetString(head);
        }
        while (answer == "HTTP/1.1 503");
        Assert.Equal("HTTP/1.1 200", answer);
        Assert.DoesNotContain(_log.Records, record => record.EventId == EventIds.Refused);
    }

    [Fact]
    public async Task An_answer_that_takes_long_ends_with_its_client()
    {
        Start(new HttpLimits());
        using (await SendAsync(Request)) await _api.AskedAsync(1);
        await _api.CancelledAsync();
    }

    [Fact]
    public async Task The_end_waits_for_no_client()
    {
        Start(new HttpLimits());
        using Socket silent = await ConnectAsync();
        using Socket waiting = await SendAsync(Request);
        await _api.AskedAsync(1);
        await _endpoint!.DisposeAsync();
        _endpoint = null;
        await _api.CancelledAsync();
    }

    [Fact]
    public async Task A_fault_of_the_host_is_an_answer_too()
    {
        Start(new HttpLimits());
        _api.Fail();
        using Socket client = await SendAsync(Request);
        Assert.StartsWith("HTTP/1.1 500 ", await ReadAsync(client), StringComparison.Ordinal);
        Assert.Contains(_log.Records, record => record.EventId == EventIds.Failed);
    }

    private void Start(HttpLimits limits)
    {
        _endpoint = new HttpEndpoint(_listener, _api, limits, _log);
        _endpoint.Start();
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(_listener.LocalEndPoint!, Cancelled);
        return client;
    }

    private async Task<Socket> SendAsync(string text)
    {
        Socket client = await ConnectAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(text), Cancelled);
        return client;
    }

    private static async Task<string> ReadAsync(Socket client)
    {
        using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancelled);
    }
}
