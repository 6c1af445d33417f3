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
internal sealed unsafe class ConnectionInput(int descriptor, MemoryPool<byte> pool) : PipeReader, IValueTaskSource<ReadResult>
{
    /// <summary>With less room than this left in a block the next receive gets a new one.</summary>
    private const int LeastRoom = 512;

    /// <summary>Blocks of one receive while a large body comes in.</summary>
    private const int MostBlocks = 16;

    /// <summary>Bytes received without being asked for, to find out whether the client has gone.</summary>
    private const int MostUnasked = 64 << 10;

    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<ReadResult> _source;
    private CancellationTokenRegistration _registration;
    private InputSegment? _head;
    private InputSegment? _tail;
    private int _headStart;
    private long _buffered;
    private long _examined;
    private Exception? _failure;
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

    /// <inheritdoc/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<ReadResult>(cancellationToken);
        lock (_lock)
        {
            if (TryTakeResult(out ReadResult result)) return new ValueTask<ReadResult>(result);
            if (_readable)
            {
                Receive(MostBlocks);
                if (TryTakeResult(out result)) return new ValueTask<ReadResult>(result);
            }

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
        lock (_lock) return TryTakeResult(out result);
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
            }

            _examined = Math.Max(0, examinedLength);
            // An idle connection keeps no block.
            if (_buffered == 0) DropAll();
        }
    }

    /// <inheritdoc/>
    public override void CancelPendingRead()
    {
        ReadResult result;
        lock (_lock)
        {
            if (!_waiting)
            {
                _cancelRequested = true;
                return;
            }

            _waiting = false;
            result = new ReadResult(Buffer(), isCanceled: true, isCompleted: _ended);
        }

        _registration.Dispose();
        _source.SetResult(result);
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
        ReadResult result = default;
        lock (_lock)
        {
            bool endedBefore = _ended || _failure is not null;
            _readable = true;
            _peerClosed |= peerClosed;
            // Nobody asked, but the end may stand behind what is there, and a running request wants to know of it.
            if (_waiting) Receive(MostBlocks);
            else if (_peerClosed && !_completed) ReceiveToTheEnd();
            wake = _waiting && !_completed && TryTakeResult(out result);
            if (wake) _waiting = false;
            endedNow = !endedBefore && (_ended || _failure is not null);
        }

        if (wake) Wake(result);
        return endedNow;
    }

    /// <summary>Breaks the connection: every read from now on fails with this.</summary>
    public void Fail(Exception failure)
    {
        bool wake;
        lock (_lock)
        {
            _failure ??= failure;
            wake = _waiting;
            _waiting = false;
        }

        if (wake) Wake(default);
    }

    /// <summary>Receives and forgets what the client still sends; on the loop, after <see cref="Complete"/>.</summary>
    /// <returns>False when the end has come.</returns>
    public bool Discard()
    {
        byte* scratch = stackalloc byte[4096];
        // Bounded for one turn of the loop: a fast client must not hold up the others.
        for (int i = 0; i < 64; i++)
        {
            nint count = Libc.recv(descriptor, scratch, 4096, Libc.MSG_DONTWAIT);
            if (count > 0) continue;
            return count < 0 && Marshal.GetLastPInvokeError() is Libc.EAGAIN or Libc.EINTR;
        }

        return true;
    }

    /// <summary>Gives back what a reader that has completed left behind.</summary>
    public void ReleaseBlocks()
    {
        lock (_lock) DropAll();
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Wake(ReadResult result)
    {
        _registration.Dispose();
        if (_failure is { } failure) _source.SetException(failure);
        else _source.SetResult(result);
    }

    private void CancelWait(CancellationToken token)
    {
        lock (_lock)
        {
            if (!_waiting) return;
            _waiting = false;
        }

        _source.SetException(new OperationCanceledException(token));
    }

    /// <summary>A result if there is anything new to say. Under the lock.</summary>
    private bool TryTakeResult(out ReadResult result)
    {
        if (_completed) throw new InvalidOperationException("Reading is not allowed after the reader was completed.");
        if (_cancelRequested)
        {
            _cancelRequested = false;
            result = new ReadResult(Buffer(), isCanceled: true, isCompleted: _ended);
            return true;
        }

        if (_buffered > _examined || _ended)
        {
            result = new ReadResult(Buffer(), isCanceled: false, isCompleted: _ended && _failure is null);
            return true;
        }

        result = default;
        if (_failure is null) return false;
        // A task that waits gets the failure where it is woken.
        return _waiting ? true : throw _failure;
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
        long asked;
        nint count;
        if (blocks == 1)
        {
            Span<byte> free = _tail!.Free;
            asked = free.Length;
            fixed (byte* start = free) count = Libc.recv(descriptor, start, (nuint)free.Length, Libc.MSG_DONTWAIT);
            if (count > 0) Store(_tail, (int)count);
        }
        else
        {
            count = ReceiveInto(blocks, out asked);
        }

        if (count > 0)
        {
            _filled = count == asked;
            // Behind a short read there is nothing, unless it is the end.
            if (!_filled && !_peerClosed) _readable = false;
            return;
        }

        _filled = false;
        int error = count == 0 ? 0 : Marshal.GetLastPInvokeError();
        switch (error)
        {
            case 0: _ended = true; _readable = false; break;
            case Libc.EAGAIN: _readable = false; break;
            case Libc.EINTR: break;
            default: _failure ??= new ConnectionResetException($"The client reset the connection (errno {error})."); _readable = false; break;
        }

        if (_buffered == 0) DropAll();
    }

    private nint ReceiveInto(int blocks, out long asked)
    {
        InputSegment first = _tail!;
        IoVector* vectors = stackalloc IoVector[blocks];
        var segments = new InputSegment[blocks];
        asked = 0;
        for (int i = 0; i < blocks; i++)
        {
            InputSegment segment = i == 0 ? first : new InputSegment(pool.Rent());
            segments[i] = segment;
            // The pool's blocks are pinned, so their addresses hold.
            vectors[i] = new IoVector(Address(segment.Free), (nuint)segment.FreeLength);
            asked += segment.FreeLength;
        }

        nint count = Libc.readv(descriptor, vectors, blocks);
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
