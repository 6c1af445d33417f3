using System.Net.Sockets;
using static AppHost.Tests.Transport.RequestTests;

namespace AppHost.Tests.Transport;

public sealed class LargeBodyTests
{
    private const int Length = 100_000_000;

    /// <summary>A prime, so that a block lost or sent twice cannot look right.</summary>
    private const int Period = 251;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Transports> Both => RequestTests.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_hundred_megabytes_come_up_and_wait_in_the_kernel_while_nobody_reads(Transports transport)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TransportServer server = await TransportServer.StartAsync(transport, async context =>
        {
            entered.SetResult();
            await read.Task;
            await Text(context, await CheckAsync(context.Request.Body) ? "right" : "wrong");
        }, options: o => o.Limits.MaxRequestBodySize = null);
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {Length}\r\n\r\n");
        await entered.Task.WaitAsync(Token);
        byte[] piece = Pattern(Period * 4096);
        long sent = 0;
        client.Socket.Blocking = false;
        // Until the kernel takes no more. The server holds what it read behind the head, and no more of it than a block.
        while (true)
        {
            int count = client.Socket.Send(piece.AsSpan((int)(sent % Period)), SocketFlags.None, out SocketError error);
            if (error != SocketError.Success) break;
            sent += count;
        }

        Assert.InRange(sent, 1, Length / 2);
        Assert.InRange(server.RentedBlocks, 0, 17);
        read.SetResult();
        while (sent < Length)
        {
            int most = (int)Math.Min(piece.Length - Period, Length - sent);
            sent += await client.Socket.SendAsync(piece.AsMemory((int)(sent % Period), most), SocketFlags.None, Token);
        }

        Assert.Equal("right", (await client.ReadAnswerAsync()).Body);
        client.Dispose();
        await server.WhenEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_hundred_megabytes_go_down_and_the_handler_waits_for_a_client_that_does_not_read(Transports transport)
    {
        var stalled = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TransportServer server = await TransportServer.StartAsync(transport, async context =>
        {
            context.Response.ContentLength = Length;
            byte[] piece = Pattern(Period * 128);
            for (long written = 0; written < Length;)
            {
                int most = (int)Math.Min(piece.Length - Period, Length - written);
                Task write = context.Response.Body.WriteAsync(piece, (int)(written % Period), most);
                if (!write.IsCompleted && written > 0) stalled.TrySetResult(written);
                await write;
                written += most;
            }
        });
        using RawClient client = await server.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.InRange(await stalled.Task.WaitAsync(Token), 1, Length / 2);
        Assert.InRange(server.RentedBlocks, 0, 64);
        await client.ReadUntilAsync("\r\n\r\n");
        await using var stream = new NetworkStream(client.Socket);
        Assert.True(await CheckAsync(stream, Length));
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadUntilAsync("\r\n\r\n"));
    }

    private static byte[] Pattern(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte)(i % Period);
        return bytes;
    }

    private static async Task<bool> CheckAsync(Stream stream, long length = Length)
    {
        byte[] expected = Pattern(Period * 512);
        byte[] buffer = new byte[Period * 256];
        long read = 0;
        while (read < length)
        {
            int count = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - read)), Token);
            if (count == 0 || !buffer.AsSpan(0, count).SequenceEqual(expected.AsSpan((int)(read % Period), count))) return false;
            read += count;
        }

        return true;
    }
}
