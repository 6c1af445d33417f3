using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using AppHost.Worker.Interop;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport.Epoll;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Transport.Parking;

/// <summary>
/// The connections of a worker between two requests. One that has been idle for a while leaves Kestrel and is parked: a descriptor,
/// which can be attached again when it becomes readable, or be given to a sibling. Loop thread only, where nothing else is said.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "CloseAsync closes the mailbox, on the loop.")]
internal sealed partial class IdleConnections
{
    private static readonly long LongestRound = TimeSpan.FromMilliseconds(250).ToNanoseconds();
    private static readonly long ShortestRound = TimeSpan.FromMilliseconds(10).ToNanoseconds();

    /// <summary>Taken from Kestrel in one turn of the loop, which costs about 10 us each.</summary>
    private const int MostDetachedInTurn = 64;

    private readonly EventLoop _loop;
    private readonly WorkerRegion _region;
    private readonly WorkerLoad _load;
    private readonly Acceptor _acceptor;
    private readonly Siblings _siblings;
    private readonly EpollConnectionFactory _connections;
    private readonly IdleOptions _options;
    private readonly ILoggerFactory _loggerFactory;
    private readonly ILogger _logger;
    private readonly Dictionary<string, InheritedListener> _listeners = [];
    private readonly List<EpollConnection> _attached = [];
    private readonly KeepAliveExpiry _expiry;
    private readonly WaitingConnections _waiting;
    private readonly CompletionGap _gap;
    private readonly MemoryReclaim _reclaim = new(MemoryReclaim.Collect);
    private readonly LoopTimer _timer;
    private int _cursor;
    private bool _movesRequests;
    private bool _closed;

    public IdleConnections(
        EventLoop loop, WorkerRegion region, WorkerLoad load, Acceptor acceptor, Siblings siblings, EpollConnectionFactory connections,
        IdleOptions options, ILoggerFactory loggerFactory)
    {
        _loop = loop;
        _region = region;
        _load = load;
        _acceptor = acceptor;
        _siblings = siblings;
        _connections = connections;
        _options = options;
        _loggerFactory = loggerFactory;
        _logger = loggerFactory.CreateLogger<IdleConnections>();
        _expiry = new KeepAliveExpiry(options.KeepAliveTimeout);
        _waiting = new WaitingConnections(load, region);
        _gap = new CompletionGap(region);
        _timer = loop.AddTimer(Round);
        acceptor.Deciding = ServeWaiting;
    }

    /// <summary>Connections of this end point may leave Kestrel. Any thread.</summary>
    public bool Covers(EndPoint endPoint) => _options.EndPoints.Contains(endPoint);

    /// <summary>Connections of it come; before the loop knows of any.</summary>
    public void Add(InheritedListener listener) => _listeners[Encoding.UTF8.GetString(listener.Address)] = listener;

    /// <summary>Opens the mailbox and begins to look for idle connections. Any thread.</summary>
    public void Start() => _loop.Post(static self => ((IdleConnections)self!).StartOnLoop(), this);

    /// <summary>Watches a connection that Kestrel is about to get.</summary>
    /// <param name="hold">For the request that is expected on it.</param>
    public void Track(EpollConnection connection, InheritedListener listener, FreshConnection? hold)
    {
        connection.Track(this, listener, hold);
        connection.Index = _attached.Count;
        _attached.Add(connection);
    }

    /// <summary>A connection is closed or detached.</summary>
    public void Forget(EpollConnection connection)
    {
        if (connection.IsWaiting) EndWaiting(connection);
        EpollConnection last = _attached[^1];
        _attached[connection.Index] = last;
        last.Index = connection.Index;
        _attached.RemoveAt(_attached.Count - 1);
        connection.Index = -1;
    }

    /// <summary>A parked connection has something to say.</summary>
    public void OnReady(ParkedConnection connection, uint events)
    {
        const uint Gone = EpollEvent.ReadHangUp | EpollEvent.HangUp | EpollEvent.Error;
        if (connection.State is not (ParkedState.Parked or ParkedState.Waiting)) return;
        if ((events & Gone) != 0 && HasNothingToRead(connection))
        {
            Close(connection);
            return;
        }

        // One that waits and says more goes on waiting. Its end, behind a request, is Kestrel's to see.
        if (connection.State is ParkedState.Parked) OnReadable(connection);
    }

    /// <summary>Gives a connection back to Kestrel, to read the request that is there.</summary>
    /// <param name="hold">The slot for it; null if it is to be refused.</param>
    /// <param name="refusal">Why it is; null: it is not.</param>
    public void Attach(ParkedConnection parked, FreshConnection? hold, RejectReason? refusal = null)
    {
        EpollConnection? connection = _closed ? null : _connections.TryAttach(parked);
        if (connection is null)
        {
            hold?.Release();
            Close(parked);
            return;
        }

        long arrival = parked.WaitingSince;
        Unpark(parked);
        connection.Register(parked.Registration);
        Track(connection, parked.Listener, hold);
        connection.Expect(arrival, refusal);
        Interlocked.Increment(ref _region.AttachedTotal);
        // Kestrel has unbound: it ends, and its connections with it.
        if (parked.Listener.Offer(connection)) return;
        _load.ConnectionClosed();
        _ = connection.DisposeAsync().AsTask();
    }

    /// <summary>Closes what is parked and gives up all offers. Any thread.</summary>
    public Task CloseAsync()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(
            state =>
            {
                CloseOnLoop();
                closed.SetResult();
            }, null);
        return closed.Task;
    }

    private void StartOnLoop()
    {
        if (_closed) return;
        // Not before: the worker's own requests, while it warms up, come when it shows no slots yet.
        _movesRequests = _options.MovesRequests;
        OpenExchange();
        _timer.Set(_loop.Now + RoundLength);
    }

    /// <summary>One that becomes idle is found within a quarter of the time for which it must be so.</summary>
    private long RoundLength =>
        _retiring ? ShortestRound : Math.Clamp((_options.ParkAfter ?? long.MaxValue) / 4, ShortestRound, LongestRound);

    /// <summary>Looks for idle connections among the attached, and for parked ones whose time is up.</summary>
    private void Round()
    {
        if (_closed) return;
        while (_expiry.Overdue(_loop.Now) is { } overdue) Close(overdue);
        bool done = _retiring ? GiveAll() : ParkIdle();
        if (!_retiring && done) Share();
        // Not done: the others of this turn first.
        _timer.Set(done ? _loop.Now + RoundLength : _loop.Now);
    }

    /// <returns>False if it has not looked at all.</returns>
    private bool ParkIdle()
    {
        if (_options.ParkAfter is not { } limit) return true;
        int detached = 0;
        // From the end, as one that is detached is replaced by the last.
        for (_cursor = Math.Min(_cursor == 0 ? int.MaxValue : _cursor, _attached.Count); _cursor > 0; _cursor--)
        {
            if (detached == MostDetachedInTurn) return false;
            EpollConnection connection = _attached[_cursor - 1];
            long since = connection.IdleSince(_loop.Now);
            if (since == 0 || _loop.Now - since < limit) continue;
            if (Detach(connection, since) is not { } parked) continue;
            detached++;
            _expiry.Add(parked);
            Interlocked.Increment(ref _region.ParkedTotal);
            _reclaim.Add(1);
        }

        if (detached == 0) _reclaim.EndOfWave(_loop.Now);
        return true;
    }

    /// <summary>Takes an idle connection from Kestrel.</summary>
    /// <returns>Null if it is not idle any more.</returns>
    private ParkedConnection? Detach(EpollConnection connection, long idleSince)
    {
        var parked = new ParkedConnection(this, connection.Listener!, connection.Descriptor, connection.Number) { IdleSince = idleSince };
        if (connection.TryDetach(parked) is not { } registration) return null;
        parked.Registration = registration;
        Interlocked.Increment(ref _region.Parked);
        return parked;
    }

    /// <summary>The record is of no use any more; the descriptor is not touched.</summary>
    private void Unpark(ParkedConnection parked)
    {
        Move(parked, ParkedTrigger.Leave);
        Interlocked.Decrement(ref _region.Parked);
    }

    /// <summary>Takes it out of the lists of the state that it leaves.</summary>
    private void Move(ParkedConnection parked, ParkedTrigger trigger)
    {
        bool waited = parked.IsWaiting;
        if (parked.IsExpiring) _expiry.Remove(parked);
        parked.Apply(trigger);
        if (waited) _waiting.Left();
    }

    private void Close(ParkedConnection parked)
    {
        bool registered = parked.State is not ParkedState.Offered;
        Unpark(parked);
        if (registered) _loop.Remove(parked.Descriptor, parked.Registration);
        _ = Libc.close(parked.Descriptor);
        _load.ConnectionClosed();
    }

    private void CloseOnLoop()
    {
        if (_closed) return;
        _closed = true;
        _timer.Cancel();
        // What still waits is told that it waits in vain, and read for that.
        while (_waiting.Oldest is { } waiting) waiting.Proceed(null, RejectReason.Stopping);
        CloseExchange();
        while (_expiry.First is { } parked) Close(parked);
    }

    /// <summary>The client has left without another request.</summary>
    private static unsafe bool HasNothingToRead(ParkedConnection connection)
    {
        byte one;
        nint count;
        do
        {
            count = Libc.recv(connection.Descriptor, &one, 1, Libc.MSG_PEEK | Libc.MSG_DONTWAIT);
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);

        return count == 0 || (count < 0 && Marshal.GetLastPInvokeError() != Libc.EAGAIN);
    }
}
