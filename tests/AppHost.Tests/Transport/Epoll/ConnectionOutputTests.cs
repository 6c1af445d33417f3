using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using AppHost.Worker.Transport.Epoll;
using Microsoft.AspNetCore.Connections;

namespace AppHost.Tests.Transport.Epoll;

public sealed class ConnectionOutputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Any_client_gets_the_bytes_that_any_writer_wrote(int seed)
    {
        await using EpollPair pair = await EpollPair.ConnectAsync(unix: seed % 2 == 0);
        var random = new Random(seed);
        byte[] written = new byte[random.Next(1, 3_000_000)];
        random.NextBytes(written);
        Task<byte[]> receiving = Task.Run(() => ReceiveInPieces(pair.Client, new Random(seed + 1000)), Token);
        await WriteInPieces(pair.Output, written, random);
        await pair.Connection.DisposeAsync();
        byte[] received = await receiving;
        Assert.True(written.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task What_is_flushed_in_parts_on_the_loop_arrives_as_one()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        await pair.Loop.RunAsync(() =>
        {
            for (int part = 0; part < 10; part++)
            {
                pair.Output.Write(new byte[10]);
                Task<FlushResult> flush = pair.Output.FlushAsync(Token).AsTask();
                Assert.True(flush.IsCompletedSuccessfully);
            }
        });
        Assert.Equal(100, await pair.Client.ReceiveAsync(new byte[1000], Token));
    }

    [Fact]
    public async Task What_is_flushed_on_the_loop_before_the_end_is_sent_before_it()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        await await pair.Loop.RunAsync(() =>
        {
            pair.Output.Write(new byte[1000]);
            return Task.WhenAll(pair.Output.FlushAsync(Token).AsTask(), pair.Connection.DisposeAsync().AsTask());
        });
        Assert.Equal(1000, CountToEnd(pair.Client));
    }

    [Fact]
    public async Task A_flush_waits_while_the_client_does_not_read_and_memory_stays_bounded()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync(clientReceiveBuffer: 16384);
        ValueTask<FlushResult> flush = FillUp(pair, out long written);
        Assert.InRange(pair.RentedBlocks, 1, 40);
        Task<long> reading = Task.Run(() => CountToEnd(pair.Client), Token);
        FlushResult result = await flush;
        Assert.False(result.IsCanceled);
        Assert.False(result.IsCompleted);
        await pair.Connection.DisposeAsync();
        Assert.Equal(written, await reading);
    }

    [Fact]
    public async Task A_second_flush_while_one_is_pending_leaves_the_first_one_valid()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        Task<FlushResult> first = FillUp(pair, out long written).AsTask();
        pair.Output.Write(new byte[1000]);
        ValueTask<FlushResult> second = pair.Output.FlushAsync(Token);
        Assert.False(second.IsCompleted);
        Task<long> reading = Task.Run(() => CountToEnd(pair.Client), Token);
        Assert.False((await first.WaitAsync(Token)).IsCompleted);
        await pair.Connection.DisposeAsync();
        Assert.Equal(written + 1000, await reading);
    }

    [Fact]
    public async Task A_canceled_flush_returns_and_what_was_written_is_still_sent()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        ValueTask<FlushResult> flush = FillUp(pair, out long written);
        pair.Output.CancelPendingFlush();
        Assert.True((await flush).IsCanceled);
        using var source = new CancellationTokenSource();
        flush = pair.Output.FlushAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await flush);
        pair.Output.CancelPendingFlush();
        Assert.True((await pair.Output.FlushAsync(Token)).IsCanceled);
        Task<long> reading = Task.Run(() => CountToEnd(pair.Client), Token);
        await pair.Connection.DisposeAsync();
        Assert.Equal(written, await reading);
    }

    [Fact]
    public async Task A_reset_ends_a_pending_flush()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        ValueTask<FlushResult> flush = FillUp(pair, out _);
        pair.Client.Close(0);
        Assert.True((await flush).IsCompleted);
        // What is written afterwards goes nowhere, and keeps nothing.
        pair.Output.Write(new byte[100_000]);
        Assert.True((await pair.Output.FlushAsync(Token)).IsCompleted);
        Assert.Equal(0, pair.RentedBlocks);
    }

    [Fact]
    public async Task An_abort_ends_a_pending_flush_and_resets_the_client()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        ValueTask<FlushResult> flush = FillUp(pair, out _);
        pair.Connection.Abort(new ConnectionAbortedException("test"));
        Assert.True((await flush).IsCompleted);
        await pair.Connection.DisposeAsync();
        Assert.Equal(SocketError.ConnectionReset, await ErrorOf(pair.Client));
    }

    [Fact]
    public async Task An_abort_ends_a_close_that_waits_for_a_client_that_does_not_read()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        ValueTask<FlushResult> flush = FillUp(pair, out _);
        pair.Output.CancelPendingFlush();
        await flush;
        Task disposed = pair.Connection.DisposeAsync().AsTask();
        Assert.False(disposed.IsCompleted);
        pair.Connection.Abort(new ConnectionAbortedException("test"));
        await disposed.WaitAsync(Token);
    }

    [Fact]
    public async Task An_abort_without_a_reason_sends_what_was_written()
    {
        // Kestrel calls so when ConnectionClosed has told it of the client's FIN.
        await using EpollPair pair = await EpollPair.ConnectAsync();
        byte[] answer = new byte[3_000_000];
        pair.Output.Write(answer);
        ValueTask<FlushResult> flush = pair.Output.FlushAsync(Token);
        pair.Client.Shutdown(SocketShutdown.Send);
        pair.Connection.Abort(null!);
        Task<long> reading = Task.Run(() => CountToEnd(pair.Client), Token);
        await flush;
        await pair.Connection.DisposeAsync();
        Assert.Equal(answer.Length, await reading);
    }

    [Fact]
    public async Task Memory_leased_when_the_connection_breaks_can_be_written_to_and_is_returned()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        Memory<byte> leased = pair.Output.GetMemory();
        Task closed = pair.WhenClosed();
        pair.Connection.Abort(new ConnectionAbortedException("test"));
        await closed;
        Assert.Equal(1, pair.RentedBlocks);
        leased.Span.Fill(1);
        pair.Output.Advance(leased.Length);
        Assert.True((await pair.Output.FlushAsync(Token)).IsCompleted);
        Assert.Equal(0, pair.RentedBlocks);
    }

    [Fact]
    public async Task Memory_leased_and_never_used_is_returned_at_the_end()
    {
        // Asserted by the pair itself when it is disposed.
        await using EpollPair pair = await EpollPair.ConnectAsync();
        _ = pair.Output.GetMemory();
    }

    [Fact]
    public async Task Nothing_is_written_after_the_end()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        pair.Output.Write(new byte[10]);
        await pair.Output.CompleteAsync();
        Assert.Throws<InvalidOperationException>(() => pair.Output.GetMemory());
        Assert.True((await pair.Output.FlushAsync(Token)).IsCompleted);
        Task<long> reading = Task.Run(() => CountToEnd(pair.Client), Token);
        await pair.Connection.DisposeAsync();
        Assert.Equal(10, await reading);
    }

    [Fact]
    public async Task The_client_gets_the_whole_answer_although_it_goes_on_sending()
    {
        // A close would be answered with RST to what the client still sends, and RST destroys what it has not read yet.
        await using EpollPair pair = await EpollPair.ConnectAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task flood = Task.Run(() => SendUntil(pair.Client, stop.Token), Token);
        pair.Output.Write(new byte[50_000]);
        await pair.Output.FlushAsync(Token);
        await pair.Connection.DisposeAsync();
        Assert.Equal(50_000, await Task.Run(() => CountToEnd(pair.Client), Token));
        await stop.CancelAsync();
        await flood;
    }

    [Fact]
    public async Task A_client_that_has_sent_more_than_one_turn_discards_is_closed_when_it_ends()
    {
        await using EpollPair pair = await EpollPair.ConnectAsync();
        // All of it is in the kernel's buffers before anything is discarded, so that no further edge comes.
        pair.Client.SendBufferSize = 4 << 20;
        pair.Client.Blocking = false;
        long sent = 0;
        while (sent < 1 << 20)
        {
            int count = pair.Client.Send(new byte[65536], SocketFlags.None, out SocketError error);
            if (error != SocketError.Success) break;
            sent += count;
        }

        pair.Client.Shutdown(SocketShutdown.Send);
        pair.Client.Blocking = true;
        await pair.Connection.DisposeAsync();
        Assert.Equal(0, await Task.Run(() => CountToEnd(pair.Client), Token));
        // Long before the two seconds after which it would be closed anyway; the number of turns stands for the time.
        ClosingState state = ClosingState.Lingering;
        for (int turn = 0; turn < 1000 && state is ClosingState.Lingering; turn++)
        {
            state = await pair.Loop.RunAsync(() => pair.Connection.Closing);
        }

        Assert.Equal(ClosingState.Closed, state);
    }

    /// <summary>Writes until a flush waits for the client.</summary>
    private static ValueTask<FlushResult> FillUp(EpollPair pair, out long written)
    {
        written = 0;
        while (true)
        {
            pair.Output.Write(new byte[8192]);
            written += 8192;
            ValueTask<FlushResult> flush = pair.Output.FlushAsync(Token);
            if (!flush.IsCompleted) return flush;
        }
    }

    private static async Task WriteInPieces(PipeWriter output, byte[] bytes, Random random)
    {
        for (int at = 0; at < bytes.Length;)
        {
            at += WritePiece(output, bytes.AsSpan(at), random);
            if (random.Next(20) == 0) output.CancelPendingFlush();
            if (random.Next(3) == 0) await output.FlushAsync(Token);
        }
    }

    private static int WritePiece(PipeWriter output, ReadOnlySpan<byte> left, Random random)
    {
        int most = random.Next(4) switch { 0 => 1, 1 => 100, 2 => 5000, _ => 200_000 };
        int length = Math.Min(left.Length, random.Next(1, most + 1));
        if (random.Next(3) == 0)
        {
            output.Write(left[..length]);
            return length;
        }

        Span<byte> memory = output.GetSpan(random.Next(2) == 0 ? length : 0);
        length = Math.Min(length, memory.Length);
        left[..length].CopyTo(memory);
        output.Advance(length);
        return length;
    }

    private static byte[] ReceiveInPieces(Socket socket, Random random)
    {
        socket.Blocking = true;
        using var all = new MemoryStream();
        byte[] buffer = new byte[100_000];
        int count;
        while ((count = socket.Receive(buffer.AsSpan(0, random.Next(3) == 0 ? 1 + random.Next(100) : buffer.Length))) > 0)
        {
            all.Write(buffer, 0, count);
            if (random.Next(10) == 0) Thread.Yield();
        }

        return all.ToArray();
    }

    private static long CountToEnd(Socket socket)
    {
        socket.Blocking = true;
        byte[] buffer = new byte[65536];
        long total = 0;
        int count;
        while ((count = socket.Receive(buffer)) > 0) total += count;
        return total;
    }

    private static void SendUntil(Socket socket, CancellationToken stop)
    {
        byte[] piece = new byte[1024];
        try
        {
            while (!stop.IsCancellationRequested) socket.Send(piece);
        }
        catch (SocketException)
        {
            // The server has closed at last.
        }
    }

    private static async Task<SocketError> ErrorOf(Socket socket)
    {
        byte[] buffer = new byte[65536];
        try
        {
            while (await socket.ReceiveAsync(buffer, SocketFlags.None, Token) > 0)
            {
            }

            return SocketError.Success;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }
}
