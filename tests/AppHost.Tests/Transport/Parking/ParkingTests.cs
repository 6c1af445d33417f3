using System.Diagnostics;
using AppHost.Tests.Dispatch;
using AppHost.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace AppHost.Tests.Transport.Parking;

/// <summary>Parking under a whole worker; connections are parked after an instant.</summary>
public sealed class ParkingTests
{
    private const string Request = "GET /a HTTP/1.1\r\nHost: test\r\n\r\n";

    [Fact]
    public async Task An_idle_connection_is_parked_and_is_the_same_afterwards()
    {
        await using WorkerServer server = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        string first = await AskAsync(client);
        for (int round = 1; round <= 3; round++)
        {
            await UntilAsync(() => Volatile.Read(ref server.Region.Parked) == 1);
            Assert.Equal(1, Volatile.Read(ref server.Region.Connections));
            Assert.Equal(first, await AskAsync(client));
            Assert.Equal(round, Volatile.Read(ref server.Region.AttachedTotal));
        }

        Assert.Equal(1, Volatile.Read(ref server.Region.Accepted));
        Assert.Empty(server.Complaints);
    }

    [Fact]
    public async Task A_connection_that_never_said_anything_is_parked_too()
    {
        await using WorkerServer server = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        await UntilAsync(() => Volatile.Read(ref server.Region.Parked) == 1);
        await AskAsync(client);
    }

    [Fact]
    public async Task What_is_half_read_or_runs_stays_with_Kestrel()
    {
        var finish = new TaskCompletionSource();
        await using WorkerServer server = await StartAsync(async context =>
        {
            if (context.Request.Path == "/run") await finish.Task;
            if (context.Request.Path == "/body") await context.Request.Body.CopyToAsync(Stream.Null);
            await AnswerAsync(context);
        });
        string[] begun =
        [
            "GET /a", "GET /a HTTP/1.1\r\n", "GET /a HTTP/1.1\r\nHost: test\r\n", "POST /body HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nab", "GET /run HTTP/1.1\r\nHost: test\r\n\r\n",
        ];
        string[] rests = [" HTTP/1.1\r\nHost: test\r\n\r\n", "Host: test\r\n\r\n", "\r\n", "abcd", "cd", ""];
        var clients = new List<RawClient>();
        foreach (string begin in begun)
        {
            RawClient client = await RawClient.ConnectAsync(server.EndPoint);
            clients.Add(client);
            await client.SendAsync(begin);
        }

        // One that is idle shows that all have been looked at, more than once.
        using RawClient idle = await RawClient.ConnectAsync(server.EndPoint);
        for (int round = 1; round <= 3; round++)
        {
            await AskAsync(idle);
            long parked = Volatile.Read(ref server.Region.ParkedTotal);
            await UntilAsync(() => Volatile.Read(ref server.Region.ParkedTotal) > parked);
            Assert.InRange(Volatile.Read(ref server.Region.Parked), 0, 1);
        }

        finish.SetResult();
        for (int i = 0; i < clients.Count; i++)
        {
            await clients[i].SendAsync(rests[i]);
            Assert.StartsWith("HTTP/1.1 200", (await clients[i].ReadAnswerAsync().Soon()).Head);
            await AskAsync(clients[i]);
            clients[i].Dispose();
        }

        Assert.Empty(server.Complaints);
    }

    [Fact]
    public async Task A_client_that_leaves_while_parked_is_forgotten()
    {
        await using WorkerServer server = await StartAsync();
        using (RawClient fin = await RawClient.ConnectAsync(server.EndPoint))
        {
            RawClient reset = await RawClient.ConnectAsync(server.EndPoint);
            await AskAsync(fin);
            await AskAsync(reset);
            await UntilAsync(() => Volatile.Read(ref server.Region.Parked) == 2);
            reset.Reset();
        }

        await UntilAsync(() => Volatile.Read(ref server.Region.Connections) == 0);
        Assert.Equal(0, Volatile.Read(ref server.Region.Parked));
    }

    [Fact]
    public async Task A_client_that_sends_its_last_request_and_closes_its_side_is_answered()
    {
        await using WorkerServer server = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        await AskAsync(client);
        await UntilAsync(() => Volatile.Read(ref server.Region.Parked) == 1);
        await client.SendAsync(Request);
        client.HalfClose();
        Assert.StartsWith("HTTP/1.1 200", await client.ReadToEndAsync().Soon());
        await UntilAsync(() => Volatile.Read(ref server.Region.Connections) == 0);
    }

    [Fact]
    public async Task A_parked_connection_is_closed_when_its_keep_alive_timeout_has_passed()
    {
        await using WorkerServer server = await StartAsync(keepAlive: 1000);
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        await AskAsync(client);
        long start = Stopwatch.GetTimestamp();
        Assert.Equal("", await client.ReadToEndAsync().Soon());
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(900));
        await UntilAsync(() => Volatile.Read(ref server.Region.Connections) == 0);
    }

    [Fact]
    public async Task An_app_that_keeps_something_with_the_connection_keeps_the_connection()
    {
        await using WorkerServer server = await StartAsync(context =>
        {
            var items = context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionItemsFeature>()!.Items;
            if (context.Request.Path == "/keep") items["visits"] = (int)(items.TryGetValue("visits", out object? visits) ? visits! : 0) + 1;
            return AnswerAsync(context, items.TryGetValue("visits", out object? seen) ? $"{seen}" : "0");
        });
        using RawClient keeping = await RawClient.ConnectAsync(server.EndPoint);
        Assert.Equal("1", await AskAsync(keeping, "/keep"));
        using RawClient idle = await RawClient.ConnectAsync(server.EndPoint);
        await UntilAsync(() => Volatile.Read(ref server.Region.ParkedTotal) == 1);
        Assert.Equal("2", await AskAsync(keeping, "/keep"));
        Assert.Equal(1, Volatile.Read(ref server.Region.ParkedTotal));
    }

    [Fact]
    public async Task Requests_that_come_at_the_moment_of_parking_are_all_answered()
    {
        await using WorkerServer server = await StartAsync();
        async Task TalkAsync(int seed)
        {
            var random = new Random(seed);
            using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
            string id = await AskAsync(client);
            for (int i = 0; i < 60; i++)
            {
                // About as long as it takes until an idle connection is parked.
                await Task.Delay(random.Next(5, 35), TestContext.Current.CancellationToken);
                Assert.Equal(id, await AskAsync(client));
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 24).Select(TalkAsync));
        Assert.True(Volatile.Read(ref server.Region.ParkedTotal) > 100);
        Assert.Equal(24 * 61, Volatile.Read(ref server.Region.Requests));
        Assert.Empty(server.Complaints);
    }

    private static Task<WorkerServer> StartAsync(Func<HttpContext, Task>? handle = null, int keepAlive = 130_000) =>
        WorkerServer.StartAsync(
            Transports.Epoll, http2: false, handle ?? (context => AnswerAsync(context)),
            assignment => assignment with { Park = 10, KeepAliveTimeout = keepAlive });

    private static Task AnswerAsync(HttpContext context, string? text = null)
    {
        text ??= context.Connection.Id;
        context.Response.ContentLength = text.Length;
        return context.Response.WriteAsync(text);
    }

    private static async Task<string> AskAsync(RawClient client, string path = "/a")
    {
        await client.SendAsync(Request.Replace("/a", path, StringComparison.Ordinal));
        (string head, string body) = await client.ReadAnswerAsync().Soon();
        Assert.StartsWith("HTTP/1.1 200", head);
        return body;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        async Task LookAsync()
        {
            while (!condition()) await Task.Yield();
        }

        await LookAsync().Soon();
    }
}
