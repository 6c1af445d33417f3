using AppHost.Worker.Interop;
using AppHost.Worker.Transport.Parking;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.Transport.Epoll;

/// <content>What a connection is between two requests: something that need not stay with Kestrel, nor in this worker.</content>
internal sealed partial class EpollConnection : IWaitingConnection
{
    private IdleConnections? _idle;
    private FreshConnection? _hold;
    private volatile IHttpRequestFeature? _request;
    private volatile bool _detached;
    private long _arrivedAt;
    private int _refusal;
    private int _receipts;
    private int _receiptsSeen = -1;
    private long _seenAt;

    /// <summary>The descriptor; on the loop.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Where it was accepted; null where it must not leave Kestrel.</summary>
    public InheritedListener? Listener { get; private set; }

    /// <summary>It may leave Kestrel between two requests.</summary>
    public bool IsMovable => _idle is not null;

    /// <summary>The descriptor belongs to somebody else.</summary>
    public bool IsDetached => _detached;

    /// <summary>Its place in the list of attached connections; that list's own.</summary>
    public int Index { get; set; } = -1;

    /// <inheritdoc/>
    public long WaitingSince { get; private set; }

    /// <inheritdoc/>
    public bool IsWaiting => WaitingSince != 0;

    /// <summary>
    /// Kestrel waits for the first byte of the next request: it has consumed all that came, all answers are sent, and the app
    /// keeps nothing with the connection. On the loop, without which that state does not end.
    /// </summary>
    /// <remarks>
    /// A half-read body leaves nothing behind in the input either, nor does a request line whose headers have not come. Kestrel
    /// forgets the request's target when it begins to wait for a new request, and knows it as soon as it has consumed the line.
    /// </remarks>
    public bool IsIdle =>
        _idle is not null && _closing is ClosingState.Open && _items is null && !IsNamed
        && _input.IsIdle && (_request is { } request ? string.IsNullOrEmpty(request.RawTarget) : _receipts == 0) && _output.IsIdle;

    /// <summary>The slot that it holds for its next request keeps the gate from giving it away twice.</summary>
    private bool HoldsSlot => _hold is { State: FreshState.Holding };

    /// <summary>It may be parked from now on; on the loop, before Kestrel has it.</summary>
    /// <param name="hold">For the request that is expected.</param>
    public void Track(IdleConnections idle, InheritedListener listener, FreshConnection? hold)
    {
        _hold = hold;
        Listener = listener;
        _idle = idle;
    }

    /// <summary>Its first request has come; further ones use the same object.</summary>
    public void Serves(IHttpRequestFeature request) => _request = request;

    /// <summary>The slot held for the request that is about to arrive, once.</summary>
    public FreshConnection? TakeHold() => _hold is null ? null : Interlocked.Exchange(ref _hold, null);

    /// <summary>When the request became readable that waited unread; 0: it did not wait. Once.</summary>
    public long TakeArrival() => _arrivedAt == 0 ? 0 : Interlocked.Exchange(ref _arrivedAt, 0);

    /// <summary>Why the request that is about to arrive must not wait for a slot; null: it may. Once.</summary>
    public RejectReason? TakeRefusal()
    {
        if (_refusal == 0) return null;
        return (RejectReason)(Interlocked.Exchange(ref _refusal, 0) - 1);
    }

    /// <summary>
    /// Since when it has been idle without a break, in nanoseconds of CLOCK_MONOTONIC; 0 if it is not, or was not when last asked.
    /// </summary>
    public long IdleSince(long now)
    {
        if (IsWaiting || !IsIdle)
        {
            _receiptsSeen = -1;
            return 0;
        }

        if (_receiptsSeen != _receipts) (_receiptsSeen, _seenAt) = (_receipts, now);
        return _seenAt;
    }

    /// <summary>Takes an idle connection from Kestrel, which sees an orderly end; on the loop.</summary>
    /// <param name="successor">Is told from now on what happens to the descriptor.</param>
    /// <returns>Null if it is not idle (any more): nothing has changed.</returns>
    public LoopRegistration? TryDetach(IReadyHandler successor)
    {
        // The input last: from then on Kestrel is on its way out. What has come meanwhile is reported anew, to the successor.
        if (!IsIdle || !_input.TryEnd()) return null;
        LoopRegistration registration = _loop.Replace(_descriptor, _registration, ParkedConnection.Interest, successor);
        _closing = ClosingState.Detached;
        _detached = true;
        _idle!.Forget(this);
        // Nothing may be sent to its number any more.
        _output.Break();
        _input.DeliverEnd();
        return registration;
    }

    /// <summary>Its next request is there and waits unread; on the loop.</summary>
    public void BeginWaiting(long since) => WaitingSince = since;

    /// <summary>It waits no longer, and its request has not been read; on the loop.</summary>
    public void EndWaiting() => WaitingSince = 0;

    /// <summary>Reads the request that has waited; on the loop.</summary>
    /// <param name="hold">The slot for it; null if it is to be refused.</param>
    public void Proceed(FreshConnection? hold, RejectReason? refusal = null)
    {
        Expect(WaitingSince, refusal);
        _idle!.EndWaiting(this);
        _hold = hold;
        _receipts++;
        Receive(EpollEvent.In);
    }

    /// <summary>What is known of the request that is about to be read; on the loop.</summary>
    /// <param name="arrivedAt">When it became readable; 0: just now.</param>
    /// <param name="refusal">Why it must not wait for a slot; null: it may.</param>
    public void Expect(long arrivedAt, RejectReason? refusal)
    {
        _arrivedAt = arrivedAt;
        _refusal = refusal is { } reason ? (int)reason + 1 : 0;
    }

    /// <summary>Bytes have come: whether they must not be read now, for somebody else is to read them or they have to wait.</summary>
    private bool IsKeptBack(bool peerClosed)
    {
        if (peerClosed)
        {
            if (IsWaiting) _idle!.EndWaiting(this);
            _receipts++;
            return false;
        }

        if (IsWaiting || (!HoldsSlot && _refusal == 0 && _idle!.KeepsBack(this))) return true;
        _receipts++;
        return false;
    }

    /// <summary>Gives memory back; the descriptor is not touched.</summary>
    private void Leave()
    {
        _input.Close();
        _output.Close();
        _ended.TrySetResult();
    }
}
