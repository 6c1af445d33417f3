using System.Net;
using AppHost.Tests.Transport;
using AppHost.Worker.Dispatch;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Tests.Dispatch;

public sealed class StreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Transports, bool> Ways => new()
    {
        { Transports.Epoll, false },
        { Transports.Epoll, true },
        { Transports.Sockets, false },
        { Transports.Sockets, true },
    };

    [Theory]
    [InlineData(101, null, false, true)]
    [InlineData(200, null, true, true)]
    [InlineData(403, null, true, false)]
    [InlineData(200, "text/event-stream", false, true)]
    [InlineData(200, "Text/Event-Stream; charset=utf-8", false, true)]
    [InlineData(200, "application/grpc", false, true)]
    [InlineData(200, "application/grpc-web+proto", false, true)]
    [InlineData(200, "text/plain", false, false)]
    [InlineData(200, null, false, false)]
    public void A_stream_is_what_may_last_for_hours(int status, string? contentType, bool extendedConnect, bool stream) =>
        Assert.Equal(stream, StreamKind.IsStream(status, contentType, extendedConnect));

    [Theory, MemberData(nameof(Ways))]
    public async Task An_event_stream_gives_its_slot_to_the_next_request(Transports transport, bool http2)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WorkerServer server = await WorkerServer.StartAsync(transport, http2, context => Answer(context, end.Task), limit: 1);
        using HttpClient client = server.CreateClient();
        using HttpClient other = server.CreateClient();
        using HttpResponseMessage first = await client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead, Token);
        using HttpResponseMessage second = await other.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal((0, 2, 0L), (server.Region.Busy, server.Region.Streams, server.Region.Requests));
        using HttpClient third = server.CreateClient();
        Assert.Equal("plain", await third.GetStringAsync("/", Token));
        Assert.Equal(2, server.Worker.InFlight);
        end.SetResult();
        Assert.Equal("data: 1\n\ndata: 2\n\n", await first.Content.ReadAsStringAsync(Token));
        Assert.Equal("data: 1\n\ndata: 2\n\n", await second.Content.ReadAsStringAsync(Token));
        await Until(() => server.Region.Requests == 3);
        Assert.Equal((0, 0, 0), (server.Region.Busy, server.Region.Streams, server.Worker.InFlight));
        Assert.Equal("plain", await third.GetStringAsync("/", Token));
    }

    [Fact]
    public async Task One_stream_too_many_keeps_its_slot()
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WorkerServer server = await WorkerServer.StartAsync(
            Transports.Epoll, false, context => Answer(context, end.Task), serving => serving with { StreamsMax = 1 }, limit: 1);
        using HttpClient client = server.CreateClient();
        using HttpClient other = server.CreateClient();
        using HttpResponseMessage first = await client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead, Token);
        using HttpResponseMessage second = await other.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal((1, 1), (server.Region.Busy, server.Region.Streams));
        using HttpClient third = server.CreateClient();
        Task<string> waiting = third.GetStringAsync("/", Token);
        await Until(() => server.Region.Queued == 1);
        end.SetResult();
        Assert.Equal("plain", await waiting);
        await Until(() => server.Region.Requests == 3);
        Assert.Equal((0, 0), (server.Region.Busy, server.Region.Streams));
    }

    [Theory]
    [InlineData(Transports.Epoll)]
    [InlineData(Transports.Sockets)]
    public async Task An_upgrade_gives_its_slot_back(Transports transport)
    {
        await using WorkerServer server = await WorkerServer.StartAsync(transport, false, async context =>
        {
            if (context.Request.Path != "/upgrade")
            {
                await Answer(context, Task.CompletedTask);
                return;
            }

            await using Stream stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
            byte[] byteRead = new byte[1];
            while (await stream.ReadAsync(byteRead, Token) == 1) await stream.WriteAsync(byteRead, Token);
        }, limit: 1);
        using RawClient upgraded = await RawClient.ConnectAsync(server.EndPoint);
        await upgraded.SendAsync("GET /upgrade HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 101 ", await upgraded.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        using HttpClient client = server.CreateClient();
        Assert.Equal("plain", await client.GetStringAsync("/", Token));
        Assert.Equal((0, 1), (server.Region.Busy, server.Region.Streams));
        await upgraded.SendAsync("echo");
        Assert.Equal("echo", await upgraded.ReadUntilAsync("echo"));
        upgraded.HalfClose();
        await upgraded.ReadToEndAsync();
        await Until(() => server.Region.Streams == 0);
    }

    [Fact]
    public async Task Under_a_blocking_handler_the_thread_is_the_slot()
    {
        using var end = new ManualResetEventSlim();
        await using WorkerServer server = await WorkerServer.StartAsync(Transports.Epoll, false, context =>
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Body.Write("data: 1\n\n"u8);
            context.Response.Body.Flush();
            end.Wait(Token);
        });
        using HttpClient client = server.CreateClient();
        using HttpResponseMessage first = await client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal((1, 0), (server.Region.Busy, server.Region.Streams));
        end.Set();
    }

    private static async Task Answer(HttpContext context, Task end)
    {
        if (context.Request.Path != "/events")
        {
            await context.Response.WriteAsync("plain");
            return;
        }

        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: 1\n\n");
        await context.Response.Body.FlushAsync();
        await end;
        await context.Response.WriteAsync("data: 2\n\n");
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(5, Token);
    }
}
