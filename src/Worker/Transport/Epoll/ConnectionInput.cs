using System.Buffers;
using System.IO.Pipelines;
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
internal sealed class ConnectionInput(EpollConnection connection, EventLoop loop, int descriptor, MemoryPool<byte> pool)
    : PipeReader, IValueTaskSource<ReadResult>
{
    /// <summary>Blocks of one receive while a large body comes in.</summary>
    private const int MostBlocks = 16;

    /// <summary>Bytes received without being asked for, to find out whether the client has gone.</summary>
    private const int MostUnasked = 64 << 10;

    /// <summary>Receives at once for one connection, so that a client that sends without pause does not hold up the others.</summary>
    private const int MostReceivesInTurn = 8;

    private readonly Lock _lock = new();
    private readonly ReceivedBytes _bytes = new(pool);
    private ManualResetValueTaskSourceCore<ReadResult> _source;
    private CancellationTokenRegistration _registration;
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
        _waiting && _bytes.Length == 0 && !_readable && !_peerClosed && !_ended && _failure is null && !_cancelRequested && !_completed;

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
        lock (_lock) _bytes.Consume(consumed, examined);
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
            _outcome = new ReadResult(_bytes.Sequence, isCanceled: true, isCompleted: _ended);
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
            if (!_waiting) _bytes.DropAll();
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
    public DiscardProgress Discard() => SocketReceive.Discard(descriptor);

    /// <summary>Gives back what a reader that has completed left behind; a read that it left pending fails.</summary>
    public void Close()
    {
        Fail(new ConnectionAbortedException("The connection is closed."));
        lock (_lock) _bytes.DropAll();
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
        bool isNew = _bytes.HasNew || (_ended && _failure is null);
        bool canceled = _cancelRequested;
        _cancelRequested = false;
        result = isNew || canceled ? new ReadResult(_bytes.Sequence, canceled, isCompleted: _ended && _failure is null) : default;
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

    private void ReceiveToTheEnd()
    {
        while (!_ended && _failure is null && _readable && _bytes.Length < MostUnasked) Receive(1);
    }

    /// <summary>One system call. Under the lock.</summary>
    private void Receive(int mostBlocks)
    {
        // While the last receive filled all it was given, more at once saves calls.
        nint count = SocketReceive.Into(_bytes, descriptor, _filled ? mostBlocks : 1, out long asked, out int error);
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

        _bytes.DropIfEmpty();
    }
}
