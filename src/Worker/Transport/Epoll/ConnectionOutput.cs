using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using AppHost.Worker.Interop;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>
/// The sending side of a connection, as Kestrel writes it. A flush sends on the calling thread, straight from the block
/// that was written: the usual answer costs one system call and no change of thread. What the kernel does not take waits
/// for the loop; a writer that is more than 64 KiB ahead waits with it.
/// </summary>
/// <remarks>All fields are guarded by the lock; continuations run outside of it, on the loop.</remarks>
/// <param name="connection">Goes on sending when one call has had its share of a turn.</param>
internal sealed unsafe class ConnectionOutput(EpollConnection connection, EventLoop loop, int descriptor, MemoryPool<byte> pool)
    : PipeWriter, IValueTaskSource<FlushResult>, IDeferredWork
{
    private const int HighWater = 64 << 10;
    private const int LowWater = HighWater / 2;
    private const int MostBlocks = 16;

    /// <summary>System calls at once for one connection, so that a client that reads without pause does not hold up the others.</summary>
    private const int MostSendsInTurn = 16;

    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<FlushResult> _source;
    private CancellationTokenRegistration _registration;
    private OutputBlock? _head;
    private OutputBlock? _tail;
    private long _unflushed;
    private long _unsent;
    private bool _leased;
    private bool _writable = true;
    private bool _deferred;
    private bool _waiting;
    private bool _cancelRequested;
    private bool _completed;
    private bool _broken;
    private FlushResult _outcome;
    private Exception? _outcomeFailure;
    private Action? _onDrained;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes
    {
        get
        {
            lock (_lock) return _unflushed;
        }
    }

    /// <summary>All that was written has been sent.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock) return _unsent == 0 && _unflushed == 0 && !_waiting && !_broken && !_completed;
        }
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        lock (_lock)
        {
            if (_completed) throw new InvalidOperationException("Writing is not allowed after the writer was completed.");
            _leased = true;
            return Room(sizeHint).Free;
        }
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        lock (_lock)
        {
            if (bytes == 0 || _tail is null || _completed) return;
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)_tail.FreeLength, nameof(bytes));
            _tail.Written(bytes);
            _unflushed += bytes;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        lock (_lock)
        {
            if (_completed) return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: true));
            Commit();
            // Kestrel flushes again while a flush is pending, and awaits the first one only; that one must stay valid.
            if (_waiting) return new ValueTask<FlushResult>(this, _source.Version);
            bool canceled = _cancelRequested;
            _cancelRequested = false;
            if (canceled || _broken || _unsent <= HighWater) return new ValueTask<FlushResult>(new FlushResult(canceled, _broken));
            _source.Reset();
            _waiting = true;
            var pending = new ValueTask<FlushResult>(this, _source.Version);
            if (cancellationToken.CanBeCanceled)
            {
                _registration = cancellationToken.UnsafeRegister(static (self, token) => ((ConnectionOutput)self!).CancelWait(token), this);
            }

            return pending;
        }
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
        lock (_lock)
        {
            if (!_waiting)
            {
                _cancelRequested = true;
                return;
            }

            _waiting = false;
            _outcome = new FlushResult(isCanceled: true, isCompleted: false);
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
            Commit();
        }
    }

    /// <summary>Calls back once all that was flushed has been sent, or never will be: at once, or later on the loop.</summary>
    public void WhenDrained(Action onDrained)
    {
        lock (_lock)
        {
            if (_unsent > 0 && !_broken)
            {
                _onDrained = onDrained;
                return;
            }
        }

        onDrained();
    }

    /// <summary>The kernel takes bytes again; on the loop.</summary>
    public void OnWritable()
    {
        Volatile.Write(ref _writable, true);
        SendWaiting();
    }

    /// <inheritdoc/>
    public void RunDeferred()
    {
        _deferred = false;
        SendWaiting();
    }

    private void SendWaiting()
    {
        Action? onDrained = null;
        bool wake;
        lock (_lock)
        {
            if (_unsent > 0 && _writable) Send();
            // Looked at even if the writer has sent the rest meanwhile: a flush may still wait for it.
            wake = _waiting && (_unsent <= LowWater || _broken);
            if (wake) EndWait();
            if (_unsent == 0 || _broken) (onDrained, _onDrained) = (_onDrained, null);
        }

        if (wake) DeliverOutcome();
        onDrained?.Invoke();
    }

    /// <summary>Nothing more is sent, what waits is dropped; whoever waits is told.</summary>
    public void Break()
    {
        Action? onDrained;
        bool wake;
        lock (_lock)
        {
            DropAll();
            wake = _waiting;
            if (wake) EndWait();
            (onDrained, _onDrained) = (_onDrained, null);
        }

        if (wake) DeliverOutcome();
        onDrained?.Invoke();
    }

    /// <summary>
    /// The descriptor is about to be closed: from now on nothing may be sent to its number, which the next connection gets.
    /// On the loop, after <see cref="Complete"/>, which ended any lease of memory.
    /// </summary>
    public void Close()
    {
        Break();
        lock (_lock)
        {
            while (_head is { } block) DropHead(block);
        }
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    /// <summary>The wait is over with what holds now. Under the lock.</summary>
    private void EndWait()
    {
        _waiting = false;
        _outcome = new FlushResult(isCanceled: false, isCompleted: _broken);
        _outcomeFailure = null;
    }

    /// <summary>Tells the writer that waits; on the loop, outside of the lock.</summary>
    private void DeliverOutcome()
    {
        _registration.Dispose();
        if (_outcomeFailure is { } failure) _source.SetException(failure);
        else _source.SetResult(_outcome);
    }

    /// <summary>
    /// Tells the writer from a turn of the loop: its continuation must run neither on the thread that cancels, nor inside
    /// the locks that Kestrel holds while it cancels.
    /// </summary>
    private void PostOutcome() => loop.Post(static self => ((ConnectionOutput)self!).DeliverOutcome(), this);

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

    private OutputBlock Room(int sizeHint)
    {
        if (_tail is not null && _tail.FreeLength >= Math.Max(1, sizeHint)) return _tail;
        var block = new OutputBlock(sizeHint <= pool.MaxBufferSize ? pool.Rent() : MemoryPool<byte>.Shared.Rent(sizeHint));
        if (_tail is null) _head = block;
        else _tail.Next = block;
        return _tail = block;
    }

    /// <summary>What was written is to be sent. Under the lock.</summary>
    private void Commit()
    {
        _unsent += _unflushed;
        _unflushed = 0;
        // By contract the writer asks anew for memory after a flush.
        _leased = false;
        if (_broken) DropAll();
        else if (!_writable || _unsent == 0) return;
        else if (_unsent <= HighWater && loop.IsOnLoop) Defer();
        else Send();
    }

    /// <summary>
    /// Sends a little later in this turn of the loop. An answer that is flushed in parts, such as a chunk and the chunk that
    /// ends the body, so leaves in one segment.
    /// </summary>
    private void Defer()
    {
        if (_deferred) return;
        _deferred = true;
        loop.Defer(this);
    }

    /// <summary>Sends until nothing is left or the kernel takes no more. Under the lock.</summary>
    private void Send()
    {
        IoVector* vectors = stackalloc IoVector[MostBlocks];
        for (int sends = 0; _unsent > 0; sends++)
        {
            if (sends == MostSendsInTurn)
            {
                // No edge will come, as there is still room.
                connection.PostReady(EpollEvent.Out);
                return;
            }

            int count = 0;
            long limit = _unsent;
            for (OutputBlock? block = _head; block is not null && count < MostBlocks && limit > 0; block = block.Next)
            {
                Span<byte> unsent = block.Unsent;
                int length = (int)Math.Min(unsent.Length, limit);
                if (length == 0) continue;
                block.Pin();
                vectors[count++] = new IoVector(
                    (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(unsent)), (nuint)length);
                limit -= length;
            }

            nint sent = Libc.sendmsg(descriptor, vectors, count, Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL);
            if (sent >= 0)
            {
                DropSent(sent);
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error == Libc.EINTR) continue;
            // The next edge says when there is room.
            if (error == Libc.EAGAIN) _writable = false;
            else DropAll();
            return;
        }
    }

    /// <summary>Forgets what was sent. Under the lock.</summary>
    private void DropSent(nint sent)
    {
        _unsent -= sent;
        while (_head is { } block)
        {
            int part = (int)Math.Min(sent, block.Unsent.Length);
            block.Sent(part);
            sent -= part;
            // The loop must not take the last block away while the writer may be writing into it.
            if (block.Unsent.Length > 0 || (block == _tail && _leased)) return;
            DropHead(block);
        }
    }

    /// <summary>The connection takes no more: forgets everything. Under the lock.</summary>
    private void DropAll()
    {
        _broken = true;
        DropSent((nint)(_unsent + _unflushed));
        _unsent = 0;
        _unflushed = 0;
    }

    private void DropHead(OutputBlock block)
    {
        _head = block.Next;
        if (_head is null) _tail = null;
        block.Release();
    }
}
