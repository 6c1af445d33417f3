using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using AppHost.Worker.Interop;
using Microsoft.AspNetCore.Connections;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>
/// The receiving side of a connection, as Kestrel reads it. Receives when Kestrel asks, straight into the block that
/// Kestrel then parses: a client that sends faster than it is read fills the kernel's buffer, not this process.
/// </summary>
/// <remarks>
/// The descriptor is registered edge-triggered: an edge is remembered until a receive finds nothing more. A read that is
/// short has emptied the kernel's buffer (epoll(7)), so that the usual request costs one receive and no second one that
/// only says "would block". All fields are guarded by the lock; continuations run outside of it, on the loop.
/// </remarks>
/// <param name="connection">Is told when a read finds the end, and delivers to a reader that has had its share of a turn.</param>
internal sealed unsafe class ConnectionInput(EpollConnection connection, EventLoop loop, int descriptor, MemoryPool<byte> pool)
    : PipeReader, IValueTaskSource<ReadResult>
{
    /// <summary>With less room than this left in a block the next receive gets a new one.</summary>
    private const int LeastRoom = 512;

    /// <summary>Blocks of one receive while a large body comes in.</summary>
    private const int MostBlocks = 16;

    /// <summary>Bytes received without being asked for, to find out whether the client has gone.</summary>
    private const int MostUnasked = 64 << 10;

    /// <summary>Receives at once for one connection, so that a client that sends without pause does not hold up the others.</summary>
    private const int MostReceivesInTurn = 8;

    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<ReadResult> _source;
    private CancellationTokenRegistration _registration;
    private InputSegment? _head;
    private InputSegment? _tail;
    private int _headStart;
    private long _buffered;
    private long _examined;
    private int _receivesInTurn;
    private Exception? _failure;
    private ReadResult _outcome;
    private Exception? _outcomeFailure;
    private bool _readable;
    private bool _peerClosed;
    private bool _filled;
    private bool _ended;
    private bool _waiting;
    private bool _cancelRequested;
    private bool _completed;

    /// <summary>The client has sent its last byte and all are received, or the connection is broken.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_lock) return _ended || _failure is not null;
        }
    }

    /// <summary>The connection is broken: reset by the client, or aborted.</summary>
    public bool HasFailed
    {
        get
        {
            lock (_lock) return _failure is not null;
        }
    }

    /// <summary>Kestrel waits for bytes, has consumed all that came, and no further ones are known to be there.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock) return IsIdleLocked;
        }
    }

    private bool IsIdleLocked =>
        _waiting && _buffered == 0 && !_readable && !_peerClosed && !_ended && _failure is null && !_cancelRequested && !_completed;

    /// <inheritdoc/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<ReadResult>(cancellationToken);
        lock (_lock)
        {
            if (_waiting) throw new InvalidOperationException("A read is pending already.");
            if (TryTakeResult(out ReadResult result) || TryReceive(out result)) return new ValueTask<ReadResult>(result);
            _source.Reset();
            _waiting = true;
            var pending = new ValueTask<ReadResult>(this, _source.Version);
            if (cancellationToken.CanBeCanceled)
            {
                _registration = cancellationToken.UnsafeRegister(static (self, token) => ((ConnectionInput)self!).CancelWait(token), this);
            }

            return pending;
        }
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        lock (_lock)
        {
            if (_waiting) throw new InvalidOperationException("A read is pending already.");
            return TryTakeResult(out result) || TryReceive(out result);
        }
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        lock (_lock)
        {
            if (_head is null) return;
            long examinedLength = LengthTo(examined);
            while (_head is { } segment && !ReferenceEquals(segment, consumed.GetObject()))
            {
                // A position without a segment belongs to an empty buffer: nothing to consume.
                if (consumed.GetObject() is null) break;
                int length = segment.End - _headStart;
                _buffered -= length;
                examinedLength -= length;
                DropHead(segment);
            }

            if (_head is not null && consumed.GetObject() is not null)
            {
                int length = consumed.GetInteger() - _headStart;
                _buffered -= length;
                examinedLength -= length;
                _headStart = consumed.GetInteger();
                // A position behind the last byte of one segment means the first of the next: readers that look at the first
                // span alone must not find it empty.
                if (_headStart == _head.End && _head.Following is not null) DropHead(_head);
            }

            _examined = Math.Max(0, examinedLength);
            // An idle connection keeps no block.
            if (_buffered == 0) DropAll();
        }
    }

    /// <inheritdoc/>
    public override void CancelPendingRead()
    {
        lock (_lock)
        {
            if (!_waiting)
            {
                _cancelRequested = true;
                return;
            }

            _waiting = false;
            _outcome = new ReadResult(Buffer(), isCanceled: true, isCompleted: _ended);
            _outcomeFailure = null;
        }

        PostOutcome();
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        lock (_lock)
        {
            if (_completed) return;
            _completed = true;
            if (!_waiting) DropAll();
        }
    }

    /// <summary>The descriptor has an edge; on the loop.</summary>
    /// <param name="peerClosed">The client has closed its side, or the connection is broken.</param>
    /// <returns>True if the input ended just now.</returns>
    public bool OnReadable(bool peerClosed)
    {
        bool endedNow;
        bool wake;
        lock (_lock)
        {
            bool endedBefore = _ended || _failure is not null;
            _receivesInTurn = 0;
            _readable = !endedBefore;
            _peerClosed |= peerClosed;
            if (_waiting && _readable) Receive(MostBlocks);
            // Asked or not: the end may stand right behind what is there, no further edge will tell of it, and a running
            // request wants to know.
            if (_peerClosed && !_completed) ReceiveToTheEnd();
            wake = _waiting && !_completed && TryTakeOutcome();
            if (wake) _waiting = false;
            endedNow = !endedBefore && (_ended || _failure is not null);
        }

        if (wake) DeliverOutcome();
        return endedNow;
    }

    /// <summary>
    /// Ends the input of an idle connection without having read from the descriptor, and never reads from it again. On the loop,
    /// followed by <see cref="DeliverEnd"/>.
    /// </summary>
    /// <returns>False if it is not idle (any more): nothing has changed.</returns>
    public bool TryEnd()
    {
        lock (_lock)
        {
            if (!IsIdleLocked) return false;
            _waiting = false;
            _ended = true;
            _outcome = new ReadResult(default, isCanceled: false, isCompleted: true);
            _outcomeFailure = null;
            return true;
        }
    }

    /// <summary>Tells Kestrel of the end.</summary>
    public void DeliverEnd() => DeliverOutcome();

    /// <summary>Breaks the connection: every read from now on fails with this.</summary>
    public void Fail(Exception failure)
    {
        bool wake;
        lock (_lock)
        {
            _failure ??= failure;
            wake = _waiting;
            if (wake) (_waiting, _outcomeFailure) = (false, _failure);
        }

        if (wake) DeliverOutcome();
    }

    /// <summary>Receives and forgets what the client still sends; on the loop, after <see cref="Complete"/>.</summary>
    public DiscardProgress Discard()
    {
        byte* scratch = stackalloc byte[4096];
        // Bounded for one turn of the loop: a fast client must not hold up the others.
        for (int i = 0; i < 64; i++)
        {
            nint count = Libc.recv(descriptor, scratch, 4096, Libc.MSG_DONTWAIT);
            if (count > 0) continue;
            if (count == 0) return DiscardProgress.Ended;
            int error = Marshal.GetLastPInvokeError();
            if (error == Libc.EINTR) continue;
            return error == Libc.EAGAIN ? DiscardProgress.Empty : DiscardProgress.Ended;
        }

        return DiscardProgress.More;
    }

    /// <summary>Gives back what a reader that has completed left behind; a read that it left pending fails.</summary>
    public void Close()
    {
        Fail(new ConnectionAbortedException("The connection is closed."));
        lock (_lock) DropAll();
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    /// <summary>Tells the reader that waits; on the loop, outside of the lock.</summary>
    private void DeliverOutcome()
    {
        _registration.Dispose();
        if (_outcomeFailure is { } failure) _source.SetException(failure);
        else _source.SetResult(_outcome);
    }

    /// <summary>
    /// Tells the reader from a turn of the loop: its continuation must run neither on the thread that cancels, nor inside
    /// the locks that Kestrel holds while it cancels.
    /// </summary>
    private void PostOutcome() => loop.Post(static self => ((ConnectionInput)self!).DeliverOutcome(), this);

    private void CancelWait(CancellationToken token)
    {
        lock (_lock)
        {
            if (!_waiting) return;
            _waiting = false;
            _outcome = default;
            _outcomeFailure = new OperationCanceledException(token);
        }

        PostOutcome();
    }

    /// <summary>What a task that waits gets, if there is anything new to say. Under the lock.</summary>
    private bool TryTakeOutcome()
    {
        _outcomeFailure = null;
        if (TryTakeData(out _outcome)) return true;
        _outcomeFailure = _failure;
        return _failure is not null;
    }

    /// <summary>A result if there is anything new to say. Under the lock.</summary>
    private bool TryTakeResult(out ReadResult result)
    {
        if (_completed) throw new InvalidOperationException("Reading is not allowed after the reader was completed.");
        if (TryTakeData(out result)) return true;
        if (_failure is not null) throw _failure;
        return false;
    }

    private bool TryTakeData(out ReadResult result)
    {
        // Data that came before a reset is delivered before it. After the end comes nothing, unless the connection was broken
        // since: a reader told for ever that there is nothing new, but not the end either, would spin.
        bool isNew = _buffered > _examined || (_ended && _failure is null);
        bool canceled = _cancelRequested;
        _cancelRequested = false;
        result = isNew || canceled ? new ReadResult(Buffer(), canceled, isCompleted: _ended && _failure is null) : default;
        return isNew || canceled;
    }

    /// <summary>Receives what is known to be there, on the reader's thread. Under the lock.</summary>
    private bool TryReceive(out ReadResult result)
    {
        result = default;
        if (!_readable) return false;
        if (_receivesInTurn++ >= MostReceivesInTurn)
        {
            // There is more, but the others come first. No edge will tell of it again.
            if (_receivesInTurn == MostReceivesInTurn + 1) connection.PostReady(EpollEvent.In);
            return false;
        }

        Receive(MostBlocks);
        if (_ended || _failure is not null) connection.PostInputEnded();
        return TryTakeResult(out result);
    }

    private ReadOnlySequence<byte> Buffer() =>
        _head is null ? default : new ReadOnlySequence<byte>(_head, _headStart, _tail!, _tail!.End);

    private long LengthTo(SequencePosition position)
    {
        if (position.GetObject() is not InputSegment target) return 0;
        return target.RunningIndex + position.GetInteger() - (_head!.RunningIndex + _headStart);
    }

    private void ReceiveToTheEnd()
    {
        while (!_ended && _failure is null && _readable && _buffered < MostUnasked) Receive(1);
    }

    /// <summary>One system call. Under the lock.</summary>
    private void Receive(int mostBlocks)
    {
        if (_tail is null || _tail.FreeLength < LeastRoom) AppendSegment();
        // While the last receive filled all it was given, more at once saves calls.
        int blocks = _filled ? mostBlocks : 1;
        int error;
        long asked;
        nint count;
        do
        {
            count = blocks == 1 ? ReceiveOne(out asked, out error) : ReceiveInto(blocks, out asked, out error);
        }
        while (error == Libc.EINTR);

        if (count > 0)
        {
            _filled = count == asked;
            // Behind a short read there is nothing, unless it is the end.
            if (!_filled && !_peerClosed) _readable = false;
            return;
        }

        _filled = false;
        _readable = false;
        if (error == 0) _ended = true;
        else if (error != Libc.EAGAIN) _failure ??= new ConnectionResetException($"The client reset the connection (errno {error}).");

        if (_buffered == 0) DropAll();
    }

    private nint ReceiveOne(out long asked, out int error)
    {
        Span<byte> free = _tail!.Free;
        asked = free.Length;
        // The pool's blocks are pinned, so their addresses hold.
        nint count = Libc.recv(descriptor, Address(free), (nuint)free.Length, Libc.MSG_DONTWAIT);
        error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (count > 0) Store(_tail, (int)count);
        return count;
    }

    private nint ReceiveInto(int blocks, out long asked, out int error)
    {
        InputSegment first = _tail!;
        IoVector* vectors = stackalloc IoVector[blocks];
        var segments = new InputSegment[blocks];
        asked = 0;
        for (int i = 0; i < blocks; i++)
        {
            InputSegment segment = i == 0 ? first : new InputSegment(pool.Rent());
            segments[i] = segment;
            vectors[i] = new IoVector(Address(segment.Free), (nuint)segment.FreeLength);
            asked += segment.FreeLength;
        }

        nint count = Libc.readv(descriptor, vectors, blocks);
        error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        nint left = Math.Max(0, count);
        for (int i = 0; i < blocks; i++)
        {
            int stored = (int)Math.Min(left, segments[i].FreeLength);
            left -= stored;
            if (i > 0 && stored == 0)
            {
                segments[i].Release();
                continue;
            }

            if (i > 0)
            {
                _tail!.Append(segments[i]);
                _tail = segments[i];
            }

            if (stored > 0) Store(segments[i], stored);
        }

        return count;
    }

    private static byte* Address(Span<byte> pinned) =>
        (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(pinned));

    private void Store(InputSegment segment, int count)
    {
        segment.Received(count);
        _buffered += count;
    }

    private void AppendSegment()
    {
        var segment = new InputSegment(pool.Rent());
        if (_tail is null)
        {
            _head = segment;
            _headStart = 0;
        }
        else
        {
            _tail.Append(segment);
        }

        _tail = segment;
    }

    private void DropHead(InputSegment segment)
    {
        _head = segment.Following;
        _headStart = 0;
        if (_head is null) _tail = null;
        segment.Release();
    }

    private void DropAll()
    {
        while (_head is { } segment) DropHead(segment);
        _buffered = 0;
        _examined = 0;
    }
}
