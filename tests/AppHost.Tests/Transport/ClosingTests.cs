using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using static AppHost.Tests.Transport.RequestTests;

namespace AppHost.Tests.Transport;

public sealed class ClosingTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Transports> Both => RequestTests.Both;

    // Kestrel's sockets drop the answer of a client that has half-closed: their receive loop reports the end at once, and
    // Kestrel takes it for the end of the connection.
    [Fact]
    public async Task A_client_that_half_closes_with_its_request_is_answered()
    {
        await using TransportServer server = await TransportServer.StartAsync(Transports.Epoll, Echo);
        for (int i = 0; i < 50; i++)
        {
            using RawClient client = await server.ConnectAsync();
            await client.SendAsync(Get);
            client.HalfClose();
            Assert.EndsWith("\r\n\r\n/", await client.ReadToEndAsync());
        }

        await server.WhenEmpty();
    }

    [Fact]
    public async Task A_client_that_half_closes_while_its_handler_awaits_is_answered()
    {
        var halfClosed = new SemaphoreSlim(0);
        await using TransportServer server = await TransportServer.StartAsync(Transports.Epoll, async context =>
        {
            await halfClosed.WaitAsync(Token);
            await Text(context, "answer");
        });
        for (int i = 0; i < 20; i++)
        {
            using RawClient client = await server.ConnectAsync();
            await client.SendAsync(Get);
            client.HalfClose();
            halfClosed.Release();
            Assert.EndsWith("\r\n\r\nanswer", await client.ReadToEndAsync());
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_client_that_leaves_cancels_its_request(Transports transport)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TransportServer server = await TransportServer.StartAsync(transport, async context =>
        {
            using var registration = context.RequestAborted.Register(canceled.SetResult);
            entered.SetResult();
            await canceled.Task;
        });
        using (RawClient client = await server.ConnectAsync())
        {
            await client.SendAsync(Get);
            await entered.Task.WaitAsync(Token);
        }

        await canceled.Task.WaitAsync(Token);
        await server.WhenEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_client_that_leaves_in_the_packet_of_its_request_cancels_it(Transports transport)
    {
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TransportServer server = await TransportServer.StartAsync(transport, async context =>
        {
            if (context.Request.Path == "/first")
            {
                await Text(context, "first");
                return;
            }

            using var registration = context.RequestAborted.Register(() => canceled.TrySetResult());
            await canceled.Task;
        });
        using var held = new ManualResetEventSlim();
        using (RawClient client = await server.ConnectAsync())
        {
            await client.SendAsync("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
            await client.ReadAnswerAsync();
            // Now the connection waits for its next request; request and FIN come in one event.
            server.Loop.Post(_ => held.Wait(Token), null);
            await client.SendAsync(Get);
        }

        held.Set();
        await canceled.Task.WaitAsync(Token);
        await server.WhenEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_client_that_resets_cancels_its_request(Transports transport)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TransportServer server = await TransportServer.StartAsync(transport, async context =>
        {
            using var registration = context.RequestAborted.Register(canceled.SetResult);
            entered.SetResult();
            await canceled.Task;
        });
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync(Get);
        await entered.Task.WaitAsync(Token);
        client.Reset();
        await canceled.Task.WaitAsync(Token);
        await server.WhenEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_handler_that_aborts_resets_its_client(Transports transport)
    {
        await using TransportServer server = await TransportServer.StartAsync(transport, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync(Get);
        SocketException failure = await Assert.ThrowsAsync<SocketException>(client.ReadToEndAsync);
        Assert.Equal(SocketError.ConnectionReset, failure.SocketErrorCode);
        await server.WhenEmpty();
    }

    [Fact]
    public async Task A_413_reaches_a_client_that_sends_everything_before_it_reads()
    {
        await using TransportServer server = await TransportServer.StartAsync(
            Transports.Epoll, Echo, options: o => o.Limits.MaxRequestBodySize = 1000);
        using RawClient client = await server.ConnectAsync();
        const int Length = 20_000_000;
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {Length}\r\n\r\n");
        await client.SendAsync(new byte[Length]);
        Assert.StartsWith("HTTP/1.1 413 ", await client.ReadToEndAsync());
        await server.WhenEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_last_answer_is_whole_for_a_client_that_reads_late(Transports transport)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TransportServer server = await TransportServer.StartAsync(transport, async context =>
        {
            context.Response.Headers.Connection = "close";
            context.Response.OnCompleted(() =>
            {
                written.SetResult();
                return Task.CompletedTask;
            });
            await Text(context, new string('x', 60_000));
        });
        using RawClient client = await server.ConnectAsync(receiveBuffer: 4096);
        await client.SendAsync(Get);
        await written.Task.WaitAsync(Token);
        string answer = await client.ReadToEndAsync();
        Assert.Equal(60_000, answer.Length - answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_client_that_reads_a_little_of_a_large_answer_and_resets_ends_the_handler(Transports transport)
    {
        var ended = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TransportServer server = await TransportServer.StartAsync(transport, async context =>
        {
            long written = 0;
            try
            {
                byte[] piece = new byte[32768];
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(piece);
                    written += piece.Length;
                }
            }
            finally
            {
                ended.SetResult(written);
            }
        });
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync(Get);
        byte[] some = new byte[100_000];
        for (int i = 0; i < 10; i++) Assert.NotEqual(0, await client.Socket.ReceiveAsync(some, SocketFlags.None, Token));
        client.Reset();
        Assert.InRange(await ended.Task.WaitAsync(Token), 1, long.MaxValue);
        await server.WhenEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_upgraded_connection_carries_bytes_both_ways_until_the_client_ends(Transports transport)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TransportServer server = await TransportServer.StartAsync(transport, async context =>
        {
            context.Response.Headers.Upgrade = "echo";
            await using Stream stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
            byte[] buffer = new byte[10_000];
            int count;
            while ((count = await stream.ReadAsync(buffer)) > 0) await stream.WriteAsync(buffer.AsMemory(0, count));
            ended.SetResult();
        });
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadUntilAsync("\r\n\r\n"));
        for (int i = 0; i < 100; i++)
        {
            string message = $"message {i}{new string('.', i * 100)}\n";
            await client.SendAsync(Encoding.Latin1.GetBytes(message));
            Assert.Equal(message, await client.ReadUntilAsync("\n"));
        }

        client.Dispose();
        await ended.Task.WaitAsync(Token);
        await server.WhenEmpty();
    }
}
