using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport.Epoll;
using AppHost.Worker.Transport.HandOff;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Transport.Parking;

/// <content>Connections that go to siblings or come from them.</content>
internal sealed partial class IdleConnections : IReceivingWorker
{
    private const int MostSiblings = 256;

    /// <summary>One in so many rounds with too many connections that cannot move: about one in two seconds, and not all workers at once.</summary>
    private const int RoundsForOneEnd = 8;

    private readonly Sibling[] _found = new Sibling[MostSiblings];
    private Exchange? _exchange;
    private volatile bool _retiring;
    private volatile bool _hostStops;
    private int _surplus;
    private int _sharesWith;
    private int _turn;
    private int _toEnd;

    /// <summary>
    /// A connection that this worker, which leaves, would have closed after the answer can stay open: somebody takes it over. Any
    /// thread.
    /// </summary>
    public bool HasSuccessor => _options.Mailboxes is not null && !_hostStops && _siblings.AnyWithMailbox(MonotonicClock.Nanoseconds);

    /// <summary>
    /// A connection that cannot move is to be told to end, because this worker has too many: its client comes back, to whom has fewer.
    /// Asked for each of their requests; once in a while it is true for one. Any thread.
    /// </summary>
    public bool EndsForBalance => Volatile.Read(ref _toEnd) != 0 && Interlocked.Exchange(ref _toEnd, 0) != 0;

    /// <summary>The worker leaves: its idle connections go to others, if there are any. Any thread.</summary>
    /// <param name="hostStops">All others leave as well.</param>
    public void Retire(bool hostStops)
    {
        _hostStops = hostStops;
        if (hostStops) return;
        _loop.Post(static state => ((IdleConnections)state!).BeginRetiring(), this);
    }

    /// <inheritdoc/>
    public HandOffFailure? Judge(HandOffReason reason, string address)
    {
        if (_closed || _region.State is not WorkerState.Ready) return HandOffFailure.NotReady;
        if (!_listeners.ContainsKey(address)) return HandOffFailure.UnknownAddress;
        GateLoad own = _load.Current;
        return reason switch
        {
            HandOffReason.Push when !own.IsFree => HandOffFailure.NoSlot,
            HandOffReason.Relieve when own.Waiting >= own.QueueLimit => HandOffFailure.NoSlot,
            _ => null,
        };
    }

    /// <inheritdoc/>
    public void Take(HandOffReason reason, string address, int descriptor, in OfferedConnection connection)
    {
        var parked = new ParkedConnection(this, _listeners[address], descriptor, connection.Number)
        {
            IdleSince = connection.IdleSince,
            WaitingSince = connection.WaitingSince,
            HasMoved = reason is HandOffReason.Push or HandOffReason.Relieve,
        };
        _load.ConnectionReceived();
        Interlocked.Increment(ref _region.Parked);
        Register(parked);
        if (!parked.HasMoved) _expiry.Add(parked);
        else if (_load.Current.IsFree) Serve(parked);
        else Wait(parked, parked.WaitingSince);
    }

    /// <inheritdoc/>
    public void OnSiblingFree() => PushWaiting();

    /// <inheritdoc/>
    public void OnGiven(ParkedConnection connection)
    {
        Unpark(connection);
        _ = Interop.Libc.close(connection.Descriptor);
        _load.ConnectionClosed();
    }

    /// <inheritdoc/>
    public void OnReturned(ParkedConnection connection)
    {
        if (_closed)
        {
            Close(connection);
            return;
        }

        Move(connection, ParkedTrigger.Return);
        // Whatever has come meanwhile is reported at once.
        Register(connection);
        if (connection.WaitingSince != 0 && _movesRequests && !_retiring) Wait(connection, connection.WaitingSince, again: true);
        else _expiry.Add(connection);
    }

    private void Register(ParkedConnection parked) =>
        parked.Registration = _loop.Add(parked.Descriptor, ParkedConnection.Interest, parked);

    private void OpenExchange()
    {
        if (_options.Mailboxes is not { } folder) return;
        try
        {
            _exchange = new Exchange(_loop, _region, _siblings, folder, this, _loggerFactory.CreateLogger<Exchange>());
        }
        catch (IOException exception)
        {
            LogNoMailbox(exception.Message);
        }
    }

    private void CloseExchange()
    {
        _exchange?.Dispose();
        _exchange = null;
    }

    private void BeginRetiring()
    {
        if (_closed || _exchange is null) return;
        _retiring = true;
        _surplus = 0;
        _timer.Set(_loop.Now);
    }

    private ReadOnlySpan<Sibling> FindSiblings() => _found.AsSpan(0, _siblings.Find(MonotonicClock.Nanoseconds, _found));

    private Sibling? Successor() => _exchange is { } exchange ? ReceiverChoice.ForIdle(FindSiblings(), exchange.SentTo) : null;

    private Sibling? FreeSibling() =>
        _exchange is { } exchange ? ReceiverChoice.ForRequest(FindSiblings(), exchange.PushedTo, _turn++) : null;

    private Sibling? ShortestQueue() => _exchange is { } exchange ? ReceiverChoice.ForWaiting(FindSiblings(), exchange.PushedTo) : null;

    private void TellOldestWaiting()
    {
        if (ReceiverChoice.ForFreeSlot(FindSiblings()) is { } sibling) _exchange!.TellFree(sibling.Region);
    }

    /// <summary>Takes a connection with an unread request from Kestrel and offers it to a sibling.</summary>
    /// <returns>True if it is out of Kestrel's hands: offered, or waiting unread.</returns>
    private bool Move(EpollConnection connection, int to, HandOffReason reason, long readableSince)
    {
        if (_exchange is not { Room: > 0 }) return false;
        if (Detach(connection, readableSince) is not { } parked) return false;
        if (!Offer(parked, to, reason, readableSince)) OnReadable(parked);
        return true;
    }

    /// <summary>Offers one connection with an unread request.</summary>
    private bool Offer(ParkedConnection parked, int to, HandOffReason reason, long readableSince)
    {
        if (_exchange is not { Room: > 0 } exchange) return false;
        parked.WaitingSince = readableSince;
        if (!exchange.TryOffer(to, reason, new ReadOnlySpan<ParkedConnection>(ref parked))) return false;
        Offered(parked);
        return true;
    }

    private void Offered(ParkedConnection parked)
    {
        Move(parked, ParkedTrigger.Offer);
        // Or its events would come here for as long as the sibling has it open.
        _loop.Remove(parked.Descriptor, parked.Registration);
    }

    /// <summary>Offers all idle connections of a worker that leaves.</summary>
    /// <returns>False if there are more, for another turn.</returns>
    private bool GiveAll()
    {
        if (Successor() is not { } successor) return true;
        return Give(int.MaxValue, successor.Region, HandOffReason.Retire) == Letter.MostConnections;
    }

    /// <summary>Gives some connections to a sibling that has fewer.</summary>
    private void Share()
    {
        _surplus = 0;
        if (_exchange is not { } exchange || exchange.OpenOffers > 0) return;
        (int count, int region) = SharePolicy.Decide(_load.Connections, FindSiblings(), Letter.MostConnections);
        if (count == 0) return;
        // Those that are idle at once; if all are busy, the next ones that become readable.
        _sharesWith = region;
        int given = Give(count, region, HandOffReason.Share);
        int movable = _attached.Count + Volatile.Read(ref _region.Parked);
        if (movable > 0) _surplus = count - given;
        else if (Random.Shared.Next(RoundsForOneEnd) == 0) Volatile.Write(ref _toEnd, 1);
    }

    /// <summary>Offers idle connections, parked ones first.</summary>
    /// <returns>How many.</returns>
    private int Give(int most, int to, HandOffReason reason)
    {
        int room = Math.Min(Math.Min(most, Letter.MostConnections), _exchange!.Room);
        var chosen = new List<ParkedConnection>();
        InheritedListener? listener = null;
        foreach (ParkedConnection parked in _expiry)
        {
            if (chosen.Count >= room) break;
            // A letter names one address.
            listener ??= parked.Listener;
            if (parked.Listener == listener) chosen.Add(parked);
        }

        for (int i = _attached.Count - 1; i >= 0 && chosen.Count < room; i--)
        {
            EpollConnection connection = _attached[i];
            if (!connection.IsIdle || connection.IsWaiting || (listener is not null && connection.Listener != listener)) continue;
            if (Detach(connection, connection.IdleSince(_loop.Now)) is not { } parked) continue;
            listener ??= parked.Listener;
            _expiry.Add(parked);
            chosen.Add(parked);
        }

        if (chosen.Count == 0 || !_exchange.TryOffer(to, reason, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(chosen))) return 0;
        foreach (ParkedConnection parked in chosen) Offered(parked);
        return chosen.Count;
    }

    [LoggerMessage(EventId = EventIds.NoMailbox, Level = LogLevel.Warning,
        Message = "No mailbox ({Problem}): this worker gives no connections to others and takes none, and closes its own when it leaves.")]
    private partial void LogNoMailbox(string problem);
}
