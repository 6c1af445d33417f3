using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using AppHost.Tests.Support;
using Microsoft.AspNetCore.Connections;

namespace AppHost.Tests.Transport.Epoll;

public sealed class ConnectionInputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Any_reader_gets_the_bytes_that_any_sender_sent(int seed)
    {
        await using EpollPair pair = await EpollPair.ConnectAsync(unix: seed % 2 == 0);
        var random = new Random(seed);
        byte[] sent = new byte[random.Next(1, 3_000_000)];
        random.NextBytes(sent);
        Task sending = Task.Run(() => SendInPieces(pair.Client, sent, new Random(seed + 1000)), Token);
        byte[] received = await ReadInPieces(pair.Input, random);
        await sending;
        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task An_idle_connection_keeps_no_block()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        Task<ReadResult> pending = pair.Input.ReadAsync(Token).AsTask();
        await pair.Client.SendAsync(new byte[100], SocketFlags.None);
        ReadResult result = await pending;
        Assert.Equal(1, pair.RentedBlocks);
        pair.Input.AdvanceTo(result.Buffer.End);
        pending = pair.Input.ReadAsync(Token).AsTask();
        Assert.Equal(0, pair.RentedBlocks);
        pair.Input.CancelPendingRead();
        Assert.True((await pending).IsCanceled);
    }

    [Fact]
    public async Task Bytes_that_were_examined_do_not_end_a_read_and_are_still_there_with_the_next_ones()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        await pair.Client.SendAsync(new byte[] { 1, 2, 3 }, SocketFlags.None);
        ReadResult result = await pair.Input.ReadAsync(Token);
        pair.Input.AdvanceTo(result.Buffer.GetPosition(1), result.Buffer.End);
        Assert.False(pair.Input.TryRead(out _));
        ValueTask<ReadResult> pending = pair.Input.ReadAsync(Token);
        Assert.False(pending.IsCompleted);
        await pair.Client.SendAsync(new byte[] { 4 }, SocketFlags.None);
        result = await pending;
        Assert.Equal([2, 3, 4], result.Buffer.ToArray());
        pair.Input.AdvanceTo(result.Buffer.End);
    }

    [Fact]
    public async Task A_buffer_never_begins_with_an_empty_segment()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        // More than a block, so that there are two segments.
        await pair.Client.SendAsync(new byte[6000], SocketFlags.None);
        ReadResult result = await pair.Input.ReadAsync(Token);
        while (result.Buffer.Length < 6000)
        {
            pair.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await pair.Input.ReadAsync(Token);
        }

        Assert.False(result.Buffer.IsSingleSegment);
        SequencePosition position = result.Buffer.Start;
        Assert.True(result.Buffer.TryGet(ref position, out ReadOnlyMemory<byte> first));
        pair.Input.AdvanceTo(new SequencePosition(result.Buffer.Start.GetObject(), first.Length));
        result = await pair.Input.ReadAsync(Token);
        Assert.Equal(6000 - first.Length, result.Buffer.Length);
        Assert.NotEqual(0, result.Buffer.FirstSpan.Length);
        pair.Input.AdvanceTo(result.Buffer.End);
    }

    [Fact]
    public async Task TryRead_finds_what_has_arrived()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        await pair.Client.SendAsync(new byte[] { 7 }, SocketFlags.None);
        ReadResult result;
        while (!pair.Input.TryRead(out result)) await Task.Yield();
        Assert.Equal([7], result.Buffer.ToArray());
        pair.Input.AdvanceTo(result.Buffer.End);
    }

    [Fact]
    public async Task A_read_canceled_beforehand_returns_at_once_and_loses_nothing()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        pair.Input.CancelPendingRead();
        ReadResult result = await pair.Input.ReadAsync(Token);
        Assert.True(result.IsCanceled);
        pair.Input.AdvanceTo(result.Buffer.End);
        await pair.Client.SendAsync(new byte[] { 7 }, SocketFlags.None);
        result = await pair.Input.ReadAsync(Token);
        Assert.False(result.IsCanceled);
        Assert.Equal([7], result.Buffer.ToArray());
        pair.Input.AdvanceTo(result.Buffer.End);
    }

    [Fact]
    public async Task What_follows_a_canceled_read_runs_on_the_loop_and_not_inside_the_call_that_cancels()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        using var held = new ManualResetEventSlim();
        Task<bool> reading = ReadAndTellWhere();
        // A loop that is held up cannot run it: then it can only have run inside the call.
        pair.Loop.Loop.Post(_ => held.Wait(Token), null);
        pair.Input.CancelPendingRead();
        Assert.False(reading.IsCompleted);
        held.Set();
        Assert.True(await reading);

        async Task<bool> ReadAndTellWhere()
        {
            ReadResult result = await pair.Input.ReadAsync(Token).ConfigureAwait(false);
            return result.IsCanceled && pair.Loop.Loop.IsOnLoop;
        }
    }

    [Fact]
    public async Task A_token_ends_a_read_and_the_next_one_gets_the_bytes()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        for (int i = 0; i < 20; i++)
        {
            using var source = new CancellationTokenSource();
            ValueTask<ReadResult> pending = pair.Input.ReadAsync(source.Token);
            Task cancel = Task.Run(source.Cancel, Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pending);
            await cancel;
        }

        await pair.Client.SendAsync(new byte[] { 7 }, SocketFlags.None);
        ReadResult result = await pair.Input.ReadAsync(Token);
        Assert.Equal([7], result.Buffer.ToArray());
        pair.Input.AdvanceTo(result.Buffer.End);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task The_end_comes_after_the_last_byte_and_then_for_ever(bool unix)
    {
        await using EpollPair pair = await EpollPair.ConnectAsync(unix);
        ValueTask<ReadResult> pending = pair.Input.ReadAsync(Token);
        await pair.Client.SendAsync(new byte[] { 1, 2, 3 }, SocketFlags.None);
        pair.Client.Shutdown(SocketShutdown.Send);
        long length = 0;
        ReadResult result = await pending;
        while (true)
        {
            length += result.Buffer.Length;
            pair.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) break;
            result = await pair.Input.ReadAsync(Token);
        }

        Assert.Equal(3, length);
        for (int i = 0; i < 3; i++)
        {
            result = await pair.Input.ReadAsync(Token);
            Assert.True(result.IsCompleted);
            Assert.True(result.Buffer.IsEmpty);
            pair.Input.AdvanceTo(result.Buffer.End);
        }
    }

    [Fact]
    public async Task Bytes_before_a_reset_are_delivered_before_it()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        Task closed = pair.WhenClosed();
        await pair.Client.SendAsync(new byte[] { 1, 2, 3 }, SocketFlags.None);
        pair.Client.Close(0);
        ReadResult result = await pair.Input.ReadAsync(Token);
        Assert.Equal([1, 2, 3], result.Buffer.ToArray());
        pair.Input.AdvanceTo(result.Buffer.End);
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await pair.Input.ReadAsync(Token));
        await closed;
    }

    [Fact]
    public async Task A_reset_ends_a_pending_read_and_closes_the_connection()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        Task closed = pair.WhenClosed();
        ValueTask<ReadResult> pending = pair.Input.ReadAsync(Token);
        pair.Client.Close(0);
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await pending);
        await closed;
    }

    [Fact]
    public async Task A_reset_that_nobody_reads_closes_the_connection()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        Task closed = pair.WhenClosed();
        await pair.Client.SendAsync(new byte[] { 1, 2, 3 }, SocketFlags.None);
        pair.Client.Close(0);
        await closed;
    }

    [Fact]
    public async Task A_connection_aborted_after_the_client_ended_fails_reads_instead_of_reporting_nothing_for_ever()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        pair.Client.Shutdown(SocketShutdown.Send);
        ReadResult result = await pair.Input.ReadAsync(Token);
        Assert.True(result.IsCompleted);
        pair.Input.AdvanceTo(result.Buffer.End);
        Task closed = pair.WhenClosed();
        pair.Connection.Abort(new ConnectionAbortedException("test"));
        await closed;
        await Assert.ThrowsAsync<ConnectionAbortedException>(async () => await pair.Input.ReadAsync(Token));
    }

    [Fact]
    public async Task A_client_that_is_not_read_cannot_send_for_ever()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        pair.Client.Blocking = false;
        long sent = 0;
        byte[] piece = new byte[65536];
        SocketError error;
        do
        {
            sent += pair.Client.Send(piece, SocketFlags.None, out error);
        }
        while (error == SocketError.Success && sent < 1L << 30);

        Assert.Equal(SocketError.WouldBlock, error);
        Assert.Equal(0, pair.RentedBlocks);
    }

    [Fact]
    public async Task A_reader_whose_client_sends_without_pause_leaves_the_loop_to_others_now_and_then()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync(unix: true);
        ValueTask<ReadResult> first = pair.Input.ReadAsync(Token);
        pair.Client.Blocking = false;
        while (pair.Client.Send(new byte[65536], SocketFlags.None, out _) > 0)
        {
        }

        pair.Input.AdvanceTo((await first).Buffer.End);
        Task<ReadResult>? pending = null;
        int atOnce = await pair.Loop.RunAsync(() =>
        {
            for (int reads = 0; reads < 100; reads++)
            {
                // More is there before each read than it takes.
                while (pair.Client.Send(new byte[65536], SocketFlags.None, out _) > 0)
                {
                }

                ValueTask<ReadResult> read = pair.Input.ReadAsync(Token);
                if (!read.IsCompleted)
                {
                    pending = read.AsTask();
                    return reads;
                }

                pair.Input.AdvanceTo(read.Result.Buffer.End);
            }

            return 100;
        });
        Assert.InRange(atOnce, 1, 99);
        // It comes although the client sends no more, so that no edge tells of it.
        ReadResult result = await pending!.Soon();
        Assert.False(result.Buffer.IsEmpty);
        pair.Input.AdvanceTo(result.Buffer.End);
    }

    [Fact]
    public async Task Two_reads_at_once_are_refused()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        ValueTask<ReadResult> pending = pair.Input.ReadAsync(Token);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pair.Input.ReadAsync(Token));
        pair.Input.CancelPendingRead();
        Assert.True((await pending).IsCanceled);
    }

    [Fact]
    public async Task A_reader_that_has_completed_cannot_read()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        await pair.Input.CompleteAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pair.Input.ReadAsync(Token));
    }

    [Fact]
    public async Task A_read_left_pending_fails_when_the_connection_is_closed()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        Task<ReadResult> pending = pair.Input.ReadAsync(Token).AsTask();
        pair.Client.Shutdown(SocketShutdown.Both);
        pair.Client.Close();
        await pair.Connection.DisposeAsync();
        try
        {
            // It may have learned of the end just before.
            Assert.True((await pending.Soon()).IsCompleted);
        }
        catch (ConnectionAbortedException)
        {
            // Which is what it is told if not.
        }
    }

    private static void SendInPieces(Socket socket, byte[] bytes, Random random)
    {
        socket.Blocking = true;
        for (int at = 0; at < bytes.Length;)
        {
            int most = random.Next(4) switch { 0 => 1, 1 => 100, 2 => 5000, _ => 200_000 };
            int length = Math.Min(bytes.Length - at, random.Next(1, most + 1));
            socket.Send(bytes.AsSpan(at, length));
            at += length;
            if (random.Next(8) == 0) Thread.Yield();
        }

        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task<byte[]> ReadInPieces(PipeReader input, Random random)
    {
        using var all = new MemoryStream();
        while (true)
        {
            if (random.Next(20) == 0) input.CancelPendingRead();
            if (random.Next(4) != 0 || !input.TryRead(out ReadResult result)) result = await input.ReadAsync(Token);
            ReadOnlySequence<byte> buffer = result.Buffer;
            long consumed = result.IsCompleted ? buffer.Length : random.NextInt64(buffer.Length + 1);
            long examined = random.Next(2) == 0 ? buffer.Length : random.NextInt64(consumed, buffer.Length + 1);
            foreach (ReadOnlyMemory<byte> part in buffer.Slice(0, consumed)) all.Write(part.Span);
            input.AdvanceTo(buffer.GetPosition(consumed), buffer.GetPosition(examined));
            if (result.IsCompleted) return all.ToArray();
            if (random.Next(10) == 0) await Task.Yield();
        }
    }
}
