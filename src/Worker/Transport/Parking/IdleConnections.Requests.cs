using AppHost.Worker.Transport.Epoll;
using AppHost.Worker.Transport.HandOff;

namespace AppHost.Worker.Transport.Parking;

/// <content>Requests that arrive on idle connections: who reads them, and when.</content>
internal sealed partial class IdleConnections
{
    /// <summary>Something has come on a connection of Kestrel's.</summary>
    /// <returns>True if it must not be read now, or is somebody else's to read.</returns>
    public bool KeepsBack(EpollConnection connection)
    {
        // Asked for each readable connection: usually a slot is free, and that is all.
        if (_surplus == 0 && !_retiring && (!_movesRequests || _load.ForRequest.IsFree)) return false;
        return connection.IsIdle && !_closed && KeepsBackIdle(connection);
    }

    /// <summary>A waiting connection of Kestrel's ends, or its client does: its request waits no longer.</summary>
    public void EndWaiting(EpollConnection connection)
    {
        connection.EndWaiting();
        _waiting.Left();
    }

    private bool KeepsBackIdle(EpollConnection connection)
    {
        long now = _loop.Now;
        if (_retiring) return Successor() is { } successor && Move(connection, successor.Region, HandOffReason.Retire, now);
        if (_surplus > 0 && Move(connection, _sharesWith, HandOffReason.Share, now))
        {
            _surplus--;
            return true;
        }

        if (!_movesRequests) return false;
        switch (Decide(moved: false, out int sibling))
        {
            case ReadableDecision.Push when Move(connection, sibling, HandOffReason.Push, now):
            case ReadableDecision.Relieve when Move(connection, sibling, HandOffReason.Relieve, now):
                return true;
            case ReadableDecision.Relieve when IsQueueFull:
            case ReadableDecision.Refuse:
                connection.Expect(now, RejectReason.QueueFull);
                return false;
            case ReadableDecision.Push or ReadableDecision.Relieve or ReadableDecision.Wait:
                connection.BeginWaiting(now);
                _waiting.Add(connection);
                LookAgainForFree();
                return true;
            default:
                return false;
        }
    }

    /// <summary>The same for a parked connection.</summary>
    private void OnReadable(ParkedConnection parked)
    {
        long now = _loop.Now;
        if (_retiring)
        {
            if (Successor() is not { } successor || !Offer(parked, successor.Region, HandOffReason.Retire, now)) Serve(parked);
            return;
        }

        if (!_movesRequests || _closed)
        {
            Serve(parked);
            return;
        }

        // It has waited in another worker, perhaps.
        long since = parked.WaitingSince == 0 ? now : parked.WaitingSince;
        switch (Decide(parked.HasMoved, out int sibling))
        {
            case ReadableDecision.Push when Offer(parked, sibling, HandOffReason.Push, since):
            case ReadableDecision.Relieve when Offer(parked, sibling, HandOffReason.Relieve, since):
                break;
            case ReadableDecision.Relieve when IsQueueFull:
            case ReadableDecision.Refuse:
                Attach(parked, null, RejectReason.QueueFull);
                break;
            case ReadableDecision.Push or ReadableDecision.Relieve or ReadableDecision.Wait:
                Wait(parked, since);
                break;
            default:
                Serve(parked);
                break;
        }
    }

    private bool IsQueueFull => _load.ForRequest is { } own && own.Waiting >= own.QueueLimit;

    /// <summary>What becomes of a request that has just become readable.</summary>
    /// <param name="sibling">The region of the one that gets it, if one does.</param>
    private ReadableDecision Decide(bool moved, out int sibling)
    {
        sibling = -1;
        GateLoad own = _load.ForRequest;
        if (own.IsFree) return ReadableDecision.Read;
        Sibling? free = FreeSibling();
        Sibling? shortest = free is null ? ShortestQueue() : null;
        ReadableDecision decision = ReadablePolicy.Decide(
            own, free is not null, shortest?.Load.Waiting ?? int.MaxValue, _gap.Read(_loop.Now), _options.QueuePolicy, moved);
        if ((decision is ReadableDecision.Push ? free : shortest) is { } receiver) sibling = receiver.Region;
        return decision;
    }

    private void Serve(ParkedConnection parked) => Attach(parked, _acceptor.HoldSlotAgain());

    private void Wait(ParkedConnection parked, long since, bool again = false)
    {
        parked.WaitingSince = since;
        Move(parked, ParkedTrigger.Wait);
        _waiting.Add(parked, again);
        LookAgainForFree();
    }

    /// <summary>
    /// A sibling may have become free after it was looked at and before it could see that something waits here: of both, one sees the
    /// other, for each writes first and looks then.
    /// </summary>
    private void LookAgainForFree()
    {
        Interlocked.MemoryBarrier();
        PushWaiting();
    }

    /// <summary>Slots may have become free: those that wait come first, the oldest before all.</summary>
    private void ServeWaiting()
    {
        if (_closed) return;
        while (_waiting.Oldest is { } oldest && HasSlotForWaiting()) oldest.Proceed(_acceptor.HoldSlotAgain());
        if (_waiting.Count == 0)
        {
            if (_exchange is not null && _movesRequests && !_retiring && _load.ForRequest.IsFree) TellOldestWaiting();
            return;
        }

        while (_waiting.Oldest is { } overdue && _loop.Now - overdue.WaitingSince >= _options.QueueTimeout)
        {
            overdue.Proceed(null, RejectReason.QueueTimeout);
        }

        PushWaiting();
    }

    /// <summary>Parsed requests, which count as well, come before unread ones; those that wait unread must not count against themselves.</summary>
    private bool HasSlotForWaiting()
    {
        GateLoad load = _load.ForRequest;
        return load.Taken - _waiting.Count < load.Slots && load.LanesFull == 0;
    }

    /// <summary>Gives those that wait to siblings that have free slots.</summary>
    private void PushWaiting()
    {
        if (_exchange is null) return;
        while (_waiting.Oldest is { } oldest && FreeSibling() is { } free)
        {
            bool pushed = oldest switch
            {
                EpollConnection attached => Move(attached, free.Region, HandOffReason.Push, attached.WaitingSince),
                ParkedConnection parked => Offer(parked, free.Region, HandOffReason.Push, parked.WaitingSince),
                _ => false,
            };
            if (!pushed) return;
        }
    }
}
