using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Serving;

/// <summary>What every worker class does with well-formed requests.</summary>
/// <param name="waitPath">A request that waits for 50 ms.</param>
/// <param name="computePath">A request that keeps its thread for a while.</param>
public abstract class ServingTests(HostFixture fixture, string waitPath, string computePath)
{
    protected HostProcess Host => fixture.Host;

    [Fact]
    public async Task A_request_is_answered_and_its_connection_kept()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        for (int i = 0; i < 3; i++)
        {
            HttpReply reply = await client.GetAsync("/");
            Assert.Equal((200, "Hello, World!"), (reply.Status, reply.Body));
            Assert.False(reply.Closes);
        }
    }

    [Fact]
    public async Task Requests_that_wait_and_that_compute_are_answered()
    {
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(Host.EndPoint, waitPath)).Status);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(Host.EndPoint, computePath)).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(1 << 20)]
    public async Task A_body_with_a_length_comes_back(int length)
    {
        string body = Text(length);
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        HttpReply reply = await client.PostAsync("/echo", body);
        Assert.Equal(200, reply.Status);
        Assert.Equal(body, reply.Body);
        Assert.Equal(200, (await client.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_chunked_body_comes_back()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        await client.SendAsync("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
        await client.SendAsync("5\r\nfirst\r\n");
        await client.SendAsync("7;name=value\r\n second\r\n0\r\nTrailer: x\r\n\r\n");
        HttpReply reply = await client.ReceiveAsync();
        Assert.Equal((200, "first second"), (reply.Status, reply.Body));
        Assert.Equal(200, (await client.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_large_chunked_body_comes_back()
    {
        string chunk = Text(64 << 10);
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        await client.SendAsync("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
        // The answer streams while the body still comes: who sends all before reading would wait for ever.
        Task<HttpReply> receiving = client.ReceiveAsync();
        for (int i = 0; i < 16; i++) await client.SendAsync($"{chunk.Length:x}\r\n{chunk}\r\n");
        await client.SendAsync("0\r\n\r\n");
        HttpReply reply = await receiving;
        Assert.Equal(200, reply.Status);
        Assert.Equal(string.Concat(Enumerable.Repeat(chunk, 16)), reply.Body);
    }

    [Fact]
    public async Task A_client_that_expects_it_is_told_to_continue()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        await client.SendAsync("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal(100, (await client.ReceiveAsync()).Status);
        await client.SendAsync("hello");
        HttpReply reply = await client.ReceiveAsync();
        Assert.Equal((200, "hello"), (reply.Status, reply.Body));
    }

    [Fact]
    public async Task The_answer_to_HEAD_has_no_body()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        await client.SendAsync("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n" + HttpConnection.Get("/"));
        Assert.Equal(200, (await client.ReceiveAsync(toHead: true)).Status);
        Assert.Equal("Hello, World!", (await client.ReceiveAsync()).Body);
    }

    [Fact]
    public async Task An_unknown_path_is_not_found()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        Assert.Equal(404, (await client.GetAsync("/nowhere")).Status);
        Assert.Equal(200, (await client.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        string[] bodies = [.. Enumerable.Range(0, 20).Select(i => $"body {i}")];
        await client.SendAsync(string.Concat(bodies.Select(body => HttpConnection.Post("/echo", body) + HttpConnection.Get("/"))));
        foreach (string body in bodies)
        {
            Assert.Equal(body, (await client.ReceiveAsync()).Body);
            Assert.Equal("Hello, World!", (await client.ReceiveAsync()).Body);
        }
    }

    [Fact]
    public async Task A_client_that_asks_for_it_gets_its_connection_closed()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        HttpReply reply = await client.ReceiveAsync();
        Assert.Equal("Hello, World!", reply.Body);
        Assert.True(reply.Closes);
        Assert.Equal(string.Empty, await client.ReceiveToEndAsync());
    }

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_is_answered()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        foreach (char next in HttpConnection.Post("/echo", "slowly")) await client.SendAsync(next.ToString());
        Assert.Equal("slowly", (await client.ReceiveAsync()).Body);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_and_others_are_served()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        await client.SendAsync($"POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: {3 << 20}\r\n\r\n");
        HttpReply reply = await client.ReceiveAsync();
        Assert.Equal(413, reply.Status);
        Assert.True(reply.Closes);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(Host.EndPoint, "/")).Status);
    }

    [Fact]
    public async Task What_is_no_HTTP_is_a_bad_request_and_others_are_served()
    {
        using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
        await client.SendAsync("\u0016\u0003\u0001 a TLS client, say\r\n\r\n");
        Assert.Equal(400, (await client.ReceiveAsync()).Status);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(Host.EndPoint, "/")).Status);
    }

    [Fact]
    public async Task Many_clients_at_once_are_all_answered()
    {
        HttpReply[] replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            using HttpConnection client = await HttpConnection.ConnectAsync(Host.EndPoint);
            for (int round = 0; round < 4; round++) Assert.Equal($"{i}.{round}", (await client.PostAsync("/echo", $"{i}.{round}")).Body);
            return await client.GetAsync("/");
        }));
        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
    }

    private static string Text(int length) => string.Create(length, 0, (characters, _) =>
    {
        for (int i = 0; i < characters.Length; i++) characters[i] = (char)('a' + (i % 26));
    });
}
