using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Reload;

/// <summary>What a reload does to work that takes longer than the reload.</summary>
public abstract class DrainTests(ServedApp served) : IDisposable
{
    private readonly Deployment _deployment = new(served);
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _deployment.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task A_WebSocket_lives_on_in_the_old_worker_until_its_client_closes_it(string transport)
    {
        await using HostProcess host = await StartAsync("workers: 1", "--transport", transport);
        int old = Assert.Single(host.Workers);
        using CancellationTokenSource patience = Patience.Start();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Port}/websocket"), patience.Token);
        Assert.Equal($"{old} before", await EchoAsync(socket, "before", patience.Token));
        await ReloadAsync();
        Assert.Equal($"{old} after", await EchoAsync(socket, "after", patience.Token));
        Assert.NotEqual(old, await WorkerAsync(host));
        CommandResult status = await _deployment.OrderAsync("status");
        Assert.Matches(@"generation 1: draining, 1 worker, \d requests? and 1 connection left", status.Output);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", patience.Token);
        await host.Log.WaitForAsync($@"\({old}\) has left: Reload, exit code 0");
    }

    [Fact]
    public async Task User_code_that_is_told_of_draining_ends_its_WebSockets_and_long_polls()
    {
        await using HostProcess host = await StartAsync("workers: 1\ngraceful-timeout: 10m\nlinger: 10m");
        int old = Assert.Single(host.Workers);
        using CancellationTokenSource patience = Patience.Start();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Port}/websocket?leaves"), patience.Token);
        using HttpConnection poll = await HttpConnection.ConnectAsync(host.EndPoint);
        await poll.SendAsync(HttpConnection.Get("/poll"));
        await RunningAsync(2);
        await ReloadAsync();
        HttpReply last = await poll.ReceiveAsync();
        Assert.Equal("draining", last.Body);
        // The worker leaves, the connection does not, unless the successor seemed dead at that moment. A request that comes before the
        // worker has given the connection away is answered by it.
        if (!last.Closes)
        {
            await Patience.UntilAsync(
                async () => await poll.GetAsync("/") is { Status: 200 } next && (next.Closes || next.Body != $"{old}"), "the successor answers");
        }

        WebSocketReceiveResult close = await socket.ReceiveAsync(new byte[64], patience.Token);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, close.CloseStatus);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", patience.Token);
        await host.Log.WaitForAsync($@"\({old}\) has left: Reload, exit code 0");
    }

    [Fact]
    public async Task A_WebSocket_that_nobody_closes_ends_with_the_graceful_timeout()
    {
        await using HostProcess host = await StartAsync("workers: 1\ngraceful-timeout: { reload: 1s }\nlinger: { reload: 0s }");
        int old = Assert.Single(host.Workers);
        using CancellationTokenSource patience = Patience.Start();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{host.Port}/websocket"), patience.Token);
        await ReloadAsync();
        await host.Log.WaitForAsync($@"\({old}\) has left: Reload");
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[64], patience.Token));
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task A_stream_and_an_upload_are_finished_by_the_worker_that_began_them(string transport)
    {
        await using HostProcess host = await StartAsync("workers: 1\ngraceful-timeout: 10m", "--transport", transport);
        int old = Assert.Single(host.Workers);
        using HttpConnection stream = await HttpConnection.ConnectAsync(host.EndPoint);
        await stream.SendAsync(HttpConnection.Get($"/stream?file={_folder["go"]}"));
        Assert.Equal(200, (await stream.ReceiveHeadAsync()).Status);
        Assert.Equal($"{old}", await stream.ReceiveChunkAsync());
        using HttpConnection upload = await HttpConnection.ConnectAsync(host.EndPoint);
        await upload.SendAsync("POST /upload HTTP/1.1\r\nHost: test\r\nContent-Length: 20\r\n\r\n0123456789");
        await RunningAsync(2);
        await ReloadAsync();
        Assert.NotEqual(old, await WorkerAsync(host));

        await upload.SendAsync("0123456789");
        Assert.Equal($"{old} 20", (await upload.ReceiveAsync()).Body);
        _folder.Write("go", "");
        Assert.Equal("end", await stream.ReceiveChunkAsync());
        Assert.Equal("", await stream.ReceiveChunkAsync());
        await host.Log.WaitForAsync($@"\({old}\) has left: Reload, exit code 0");
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task A_client_of_HTTP_2_moves_to_the_new_worker_and_loses_no_stream(string transport)
    {
        _deployment.Deploy("LongLived");
        await using HostProcess host = await _deployment.StartAsync(
            "workers: 1\nlinger: 10m\ngraceful-timeout: 10m", "--transport", transport, "--bind", "http://127.0.0.1:0?http=2");
        int old = Assert.Single(host.Workers);
        using CancellationTokenSource patience = Patience.Start();
        using var client = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{host.Port}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using HttpResponseMessage stream = await client.GetAsync(
            $"/stream?file={_folder["go"]}", HttpCompletionOption.ResponseHeadersRead, patience.Token);
        Task<string> body = stream.Content.ReadAsStringAsync(patience.Token);
        await ReloadAsync();
        // The first requests may still go to the old worker, which answers them and says GOAWAY.
        await Patience.UntilAsync(
            async () => await client.GetStringAsync("/", patience.Token) != $"{old}", "the client asks the new worker");
        Assert.False(body.IsCompleted);
        _folder.Write("go", "");
        Assert.Equal($"{old}end", await body);
        await host.Log.WaitForAsync($@"\({old}\) has left: Reload, exit code 0");
    }

    [Fact]
    public async Task A_stuck_request_ends_with_the_graceful_timeout_and_holds_no_reload()
    {
        await using HostProcess host = await _deployment.StartAsync(
            "workers: 1\ngraceful-timeout: { reload: 1s }\nlinger: { reload: 0s }");
        using var held = new HeldRequests(host);
        int old = await held.HoldAsync();
        for (int generation = 2; generation <= 5; generation++) await ReloadAsync();
        await host.Log.WaitForAsync($@"\({old}\) took its requests with it:");
        await host.Log.WaitForAsync("running: GET /hold");
        await host.Log.WaitForAsync($@"\({old}\) has left: Reload");
        Assert.Equal(1, host.Log.CountOf("Time is up: 1 requests were given up"));
    }

    [Fact]
    public async Task A_fourth_generation_waits_until_the_oldest_has_left()
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 1\ngraceful-timeout: 10m\nlinger: 10m");
        using var first = new HeldRequests(host);
        int oldest = await first.HoldAsync();
        await ReloadAsync();
        using var second = new HeldRequests(host);
        await second.HoldAsync();
        await ReloadAsync();
        Task<CommandResult> fourth = _deployment.OrderAsync("reload", "--wait");
        await host.Log.WaitForAsync("waits");
        Assert.Equal(3, host.Workers.Count);
        first.Release();
        await HeldRequests.ReceiveRestAsync(first.Clients[0]);
        first.Clients[0].Dispose();
        await host.Log.WaitForAsync($@"\({oldest}\) has left: Reload, exit code 0");
        Assert.Equal("completed: Generation 4 serves.", (await fourth).Output.Trim());
    }

    [Fact]
    public async Task A_worker_that_hangs_while_it_drains_is_killed()
    {
        await using HostProcess host = await _deployment.StartAsync(
            "workers: 1\nheartbeat-timeout: 2s\ngraceful-timeout: 10m\nlinger: 10m");
        using var held = new HeldRequests(host);
        int old = await held.HoldAsync();
        await ReloadAsync();
        Signals.Send(old, UnixSignal.SIGSTOP);
        await host.Log.WaitForAsync($@"\({old}\) is killed: HeartbeatTimeout");
        await host.GoneAsync(old);
        Assert.Equal("0 2", (await HttpConnection.GetOnceAsync(host.EndPoint, "/worker")).Body);
    }

    private async Task<HostProcess> StartAsync(string lines, params string[] options)
    {
        _deployment.Deploy("LongLived");
        return await _deployment.StartAsync(lines, options);
    }

    private async Task ReloadAsync()
    {
        CommandResult reload = await _deployment.OrderAsync("reload", "--wait");
        Assert.True(reload.ExitCode == 0, reload.Errors);
    }

    /// <summary>Waits until so many requests run: a connection that a worker has accepted tells the client nothing.</summary>
    private Task RunningAsync(int requests) => Patience.UntilAsync(
        async () => (await _deployment.OrderAsync("requests")).Output.Split('\n').Count(line => line.Contains(" /", StringComparison.Ordinal)) >= requests,
        $"{requests} requests run");

    private static async Task<int> WorkerAsync(HostProcess host) =>
        int.Parse((await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body, CultureInfo.InvariantCulture);

    private static async Task<string> EchoAsync(ClientWebSocket socket, string text, CancellationToken cancellationToken)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, cancellationToken);
        byte[] buffer = new byte[64];
        WebSocketReceiveResult message = await socket.ReceiveAsync(buffer, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, message.Count);
    }
}
