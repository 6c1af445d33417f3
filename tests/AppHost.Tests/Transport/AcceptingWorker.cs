using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using AppHost.Tests.Support;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using Microsoft.Extensions.Logging;

namespace AppHost.Tests.Transport;

/// <summary>A connection that a worker has accepted.</summary>
/// <param name="FreshAtAccept">Connections that held a slot at that moment, this one included.</param>
internal sealed record AcceptedConnection(Socket Socket, FreshConnection Fresh, int FreshAtAccept);

/// <summary>The accepting side of a worker on a real listener: event loop, gate and acceptor, without a server.</summary>
internal sealed class AcceptingWorker : IAsyncDisposable
{
    private readonly RunningLoop _loop = new(start: false);
    private readonly bool _ownsListener;
    private readonly int _descriptor;
    private readonly Channel<AcceptedConnection> _accepted = Channel.CreateUnbounded<AcceptedConnection>();
    private readonly List<Socket> _sockets = [];

    /// <summary>A worker with a listener of its own.</summary>
    public AcceptingWorker(int slots = 2, int queueLimit = 8, QueuePolicy policy = QueuePolicy.Reject)
        : this(Listen(), ownsListener: true, slots, queueLimit, policy)
    {
    }

    /// <summary>A worker on another one's listener.</summary>
    public AcceptingWorker(AcceptingWorker other, int slots)
        : this(other.Listener, ownsListener: false, slots, queueLimit: 8, QueuePolicy.Reject)
    {
    }

    private AcceptingWorker(Socket listener, bool ownsListener, int slots, int queueLimit, QueuePolicy policy)
    {
        Listener = listener;
        _ownsListener = ownsListener;
        // As if inherited: the same open file under a number of its own.
        _descriptor = Descriptor.Duplicate((int)listener.Handle);
        WorkerRegion region = _loop.Region;
        region.Slots = slots;
        region.QueueLimit = queueLimit;
        region.State = WorkerState.Ready;
        _loop.Scoreboard.RegionsInUse = 2;
        Load = new WorkerLoad(region);
        Acceptor = new Acceptor(
            _loop.Loop, Load, region, new Siblings(_loop.Scoreboard, 0), policy, new CapturingLogger<Acceptor>());
        Acceptor.Add(_descriptor, OnAccepted, () => Ended = true);
        Acceptor.Start();
        _loop.Loop.Start();
    }

    public Socket Listener { get; }

    public Acceptor Acceptor { get; }

    public WorkerLoad Load { get; }

    public WorkerRegion Region => _loop.Region;

    /// <summary>No further connection will come.</summary>
    public bool Ended { get; private set; }

    /// <summary>The worker's own number still stands for the listener.</summary>
    public bool HoldsListener => LinkOf(_descriptor) == LinkOf((int)Listener.Handle);

    public IReadOnlyCollection<(LogLevel Level, int EventId, string Message, Exception? Exception)> LoopErrors => _loop.Logger.Records;

    public async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(Listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Waits for the next accepted connection.</summary>
    public Task<AcceptedConnection> NextAsync() => _accepted.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    /// <summary>A sibling that is alive for ever and has nothing to do.</summary>
    public WorkerRegion AddFreeSibling()
    {
        WorkerRegion sibling = _loop.Scoreboard.Region(1);
        sibling.Slots = 1;
        sibling.State = WorkerState.Ready;
        sibling.Heartbeat = long.MaxValue;
        sibling.Armed = true;
        return sibling;
    }

    /// <summary>Requests arrive on kept connections and run, and the gate has decided with them.</summary>
    public async Task OccupyAsync(int requests)
    {
        await UntilAsync(() => Region.Armed);
        // It is armed in the middle of a decision, which must not count these yet and then open the gate.
        await _loop.RunAsync(() => { });
        for (int i = 0; i < requests; i++)
        {
            Load.RequestArrived(fresh: null);
            Load.RequestStarted();
        }

        await _loop.RunAsync(() => { });
    }

    /// <summary>The loop has looked at its descriptors several times.</summary>
    public async Task TurnsAsync()
    {
        for (int i = 0; i < 5; i++) await _loop.RunAsync(() => { });
    }

    /// <summary>Looks again after each turn of the loop.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        async Task LookAsync()
        {
            while (!condition()) await _loop.RunAsync(() => { });
        }

        await LookAsync().Soon();
    }

    public async ValueTask DisposeAsync()
    {
        await Acceptor.StopAsync().Soon();
        _loop.Dispose();
        foreach (Socket socket in _sockets) socket.Dispose();
        if (_ownsListener) Listener.Dispose();
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        listener.Blocking = false;
        return listener;
    }

    /// <summary>The number of a closed descriptor is soon another file's, so the file is compared.</summary>
    private static string? LinkOf(int descriptor) => new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;

    private void OnAccepted(int descriptor, FreshConnection fresh)
    {
        var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        _sockets.Add(socket);
        _accepted.Writer.TryWrite(new AcceptedConnection(socket, fresh, Load.Current.Fresh));
    }
}
