using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AppHost.Tests.Transport;

public sealed class RequestTests
{
    private const string Get = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Transports> Both => [Transports.Epoll, Transports.Sockets];

    [Theory, MemberData(nameof(Both))]
    public async Task A_request_that_comes_byte_by_byte_is_answered(Transports transport)
    {
        await using TransportServer server = await TransportServer.StartAsync(transport, Echo);
        using RawClient client = await server.ConnectAsync();
        foreach (char c in "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12345") await client.SendAsync(c.ToString());
        Assert.Equal("12345", (await client.ReadAnswerAsync()).Body);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Pipelined_requests_are_answered_in_their_order(Transports transport)
    {
        await using TransportServer server = await TransportServer.StartAsync(transport, Echo);
        using RawClient client = await server.ConnectAsync();
        const int Count = 5000;
        var requests = new StringBuilder();
        for (int i = 0; i < Count; i++)
        {
            string body = i.ToString();
            requests.Append($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        }

        Task sending = client.SendAsync(requests.ToString());
        for (int i = 0; i < Count; i++) Assert.Equal(i.ToString(), (await client.ReadAnswerAsync()).Body);
        await sending;
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_head_of_thirty_kilobytes_is_understood(Transports transport)
    {
        await using TransportServer server = await TransportServer.StartAsync(transport, context =>
            Text(context, context.Request.Headers["X-Last"].ToString()));
        using RawClient client = await server.ConnectAsync();
        var head = new StringBuilder("GET / HTTP/1.1\r\nHost: a\r\n");
        for (int i = 0; i < 30; i++) head.Append($"X-Field-{i}: {new string('v', 980)}\r\n");
        head.Append("X-Last: reached\r\n\r\n");
        // Cut at places that have nothing to do with lines or blocks.
        string text = head.ToString();
        for (int at = 0; at < text.Length; at += 1777) await client.SendAsync(text.Substring(at, Math.Min(1777, text.Length - at)));
        Assert.Equal("reached", (await client.ReadAnswerAsync()).Body);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Five_thousand_connections_at_once_are_all_served_twice(Transports transport)
    {
        await using TransportServer server = await TransportServer.StartAsync(transport, Echo);
        const int Count = 5000;
        RawClient[] clients = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => server.ConnectAsync()));
        for (int round = 0; round < 2; round++)
        {
            await Task.WhenAll(clients.Select(client => client.SendAsync(Get)));
            await Task.WhenAll(clients.Select(async client => Assert.Equal("/hello", (await client.ReadAnswerAsync()).Body)));
        }

        Assert.Equal(Count, server.Load.Connections);
        foreach (RawClient client in clients) client.Dispose();
        await server.WhenEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_client_that_expects_100_continue_gets_it(Transports transport)
    {
        await using TransportServer server = await TransportServer.StartAsync(transport, Echo);
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 100 Continue", await client.ReadUntilAsync("\r\n\r\n"));
        await client.SendAsync("abc");
        Assert.Equal("abc", (await client.ReadAnswerAsync()).Body);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_idle_connection_is_closed_after_the_keep_alive_timeout(Transports transport)
    {
        await using TransportServer server = await TransportServer.StartAsync(
            transport, Echo, options: o => o.Limits.KeepAliveTimeout = TimeSpan.FromMilliseconds(500));
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync(Get);
        await client.ReadAnswerAsync();
        Assert.Empty(await client.ReadToEndAsync());
        await server.WhenEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Half_a_head_is_answered_with_408_after_its_timeout(Transports transport)
    {
        await using TransportServer server = await TransportServer.StartAsync(
            transport, Echo, options: o => o.Limits.RequestHeadersTimeout = TimeSpan.FromMilliseconds(500));
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHo");
        Assert.StartsWith("HTTP/1.1 408 ", await client.ReadToEndAsync());
        await server.WhenEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Http_client_reuses_its_connection(Transports transport)
    {
        await using TransportServer server = await TransportServer.StartAsync(transport, Echo);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{server.EndPoint}") };
        for (int i = 0; i < 100; i++)
        {
            using HttpResponseMessage answer = await client.PostAsync("/", new StringContent($"number {i}"), Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal($"number {i}", await answer.Content.ReadAsStringAsync(Token));
        }

        Assert.Equal(1, server.Load.Connections);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_server_that_stops_lets_a_running_request_end(Transports transport)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TransportServer server = await TransportServer.StartAsync(transport, async context =>
        {
            entered.SetResult();
            await leave.Task;
            await Text(context, "late");
        });
        using RawClient idle = await server.ConnectAsync();
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync(Get);
        await entered.Task.WaitAsync(Token);
        Task stopped = server.DisposeAsync().AsTask();
        Assert.Empty(await idle.ReadToEndAsync());
        leave.SetResult();
        Assert.Equal("late", (await client.ReadAnswerAsync()).Body);
        Assert.Empty(await client.ReadToEndAsync());
        await stopped.WaitAsync(Token);
    }

    internal static async Task Echo(HttpContext context)
    {
        if (context.Request.Method == "GET")
        {
            await Text(context, context.Request.Path);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Response.ContentLength = body.Length;
        body.Position = 0;
        await body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    internal static async Task Text(HttpContext context, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }
}
