using System.Collections.Concurrent;
using System.Net;
using AppHost.Worker.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AppHost.Tests.Transport;

public sealed class LoopAffinityTests(ITestOutputHelper output)
{
    private const int Connections = 8;
    private const int RequestsEach = 50;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_that_awaits_stays_on_the_loop_and_so_does_the_server_after_a_connections_start()
    {
        var strays = new ConcurrentQueue<string>();
        await using AsyncServer server = await AsyncServer.StartAsync((loop, context) => HandleAsync(loop, context, strays));
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
            for (int i = 0; i < RequestsEach; i++)
            {
                await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");
                await Task.Yield();
                await client.SendAsync("67890");
                Assert.Equal("1234567890", (await client.ReadAnswerAsync()).Body);
            }
        }));
        Assert.Empty(strays);
        output.WriteLine($"starts {server.Starts}, ends {server.Ends}");
        AssertRare(server.Starts);
        AssertRare(server.Ends);
    }

    [Fact]
    public async Task A_handler_that_never_waits_is_never_posted()
    {
        var strays = new ConcurrentQueue<string>();
        await using AsyncServer server = await AsyncServer.StartAsync((loop, context) =>
        {
            if (!loop.IsOnLoop) strays.Enqueue("start");
            return RequestTests.Text(context, "at once");
        });
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        for (int i = 0; i < RequestsEach; i++)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Equal("at once", (await client.ReadAnswerAsync()).Body);
        }

        Assert.Empty(strays);
        AssertRare(server.Starts);
        AssertRare(server.Ends);
    }

    [Fact]
    public async Task The_handlers_of_http2_streams_stay_on_the_loop()
    {
        var strays = new ConcurrentQueue<string>();
        await using AsyncServer server = await AsyncServer.StartAsync(
            (loop, context) => HandleAsync(loop, context, strays), HttpProtocols.Http2);
        using var client = new HttpClient
        {
            BaseAddress = new Uri($"http://{server.EndPoint}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        for (int round = 0; round < RequestsEach; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(async number =>
            {
                using HttpResponseMessage answer = await client.PostAsync("/", new StringContent($"stream {number}"), Token);
                Assert.Equal($"stream {number}", await answer.Content.ReadAsStringAsync(Token));
            }));
        }

        Assert.Empty(strays);
        // Kestrel starts each stream on the thread pool; what follows the handler is on the loop.
        output.WriteLine($"starts {server.Starts}, ends {server.Ends}");
        AssertRare(server.Ends);
    }

    // Kestrel starts a connection on the thread pool. What it has to wait for brings it to the loop: its first request, or a
    // later one if bytes and answers are always there before it can wait.
    private static void AssertRare((int OnLoop, int Elsewhere) count) =>
        Assert.InRange(count.Elsewhere, 0, (count.OnLoop + count.Elsewhere) / 5);

    private static async Task HandleAsync(EventLoop loop, HttpContext context, ConcurrentQueue<string> strays)
    {
        Check("start");
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Check("after the body");
        await Task.Yield();
        Check("after Task.Yield");
        await Task.Delay(1);
        Check("after Task.Delay");
        await Task.Run(() => Thread.Yield());
        Check("after Task.Run");
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.ToArray());
        Check("after the write");
        await context.Response.Body.FlushAsync();
        Check("after the flush");

        void Check(string where)
        {
            if (!loop.IsOnLoop) strays.Enqueue(where);
        }
    }
}
