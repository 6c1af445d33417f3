using System.Globalization;
using System.IO.Pipelines;
using AppHost.Worker.Interop;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>
/// One connection on the event loop, as Kestrel sees it. Kestrel reads and writes from any thread; the descriptor is
/// registered, shut and closed by the loop alone.
/// </summary>
internal sealed partial class EpollConnection : ConnectionContext, IReadyHandler, IDuplexPipe, IThreadPoolWorkItem,
    IConnectionIdFeature, IConnectionTransportFeature, IConnectionItemsFeature, IConnectionLifetimeFeature, IConnectionEndPointFeature
{
    private const uint Interest = EpollEvent.In | EpollEvent.Out | EpollEvent.ReadHangUp | EpollEvent.EdgeTriggered;

    /// <summary>A connection keeps its number in whatever worker it is, so numbers of two workers must not meet.</summary>
    private static long _lastNumber = (long)Environment.ProcessId << 32;

    private readonly EventLoop _loop;
    private readonly LingeringClose _lingering;
    private readonly HalfClosedConnections _halfClosed;
    private readonly int _descriptor;
    private readonly ConnectionInput _input;
    private readonly ConnectionOutput _output;
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoopRegistration _registration;
    private ClosingState _closing;
    private int _closedFired;
    private int _disposed;
    private volatile bool _aborted;
    private long _number;
    private string? _id;
    private IDictionary<object, object?>? _items;

    public EpollConnection(
        EventLoop loop, LingeringClose lingering, HalfClosedConnections halfClosed, int descriptor, BlockMemoryPool memory,
        EndPointPair endPoints)
    {
        _loop = loop;
        _lingering = lingering;
        _halfClosed = halfClosed;
        _descriptor = descriptor;
        _input = new ConnectionInput(this, loop, descriptor, memory);
        _output = new ConnectionOutput(this, loop, descriptor, memory);
        LocalEndPoint = endPoints.Local;
        RemoteEndPoint = endPoints.Remote;
        ConnectionClosed = _closed.Token;
        Transport = this;
        Features = new ConnectionFeatures();
        Features.Set<IConnectionIdFeature>(this);
        Features.Set<IConnectionTransportFeature>(this);
        Features.Set<IConnectionItemsFeature>(this);
        Features.Set<IConnectionLifetimeFeature>(this);
        Features.Set<IConnectionEndPointFeature>(this);
        Features.Set<IMemoryPoolFeature>(memory);
    }

    /// <inheritdoc/>
    public override string ConnectionId
    {
        get => _id ??= Number.ToString("X8", CultureInfo.InvariantCulture);
        set
        {
            _id = value;
            IsNamed = true;
        }
    }

    /// <summary>What its id is made of; unique among all workers of the host. The same after it was parked or handed off.</summary>
    public long Number
    {
        get
        {
            long number = Volatile.Read(ref _number);
            if (number != 0) return number;
            long next = Interlocked.Increment(ref _lastNumber);
            number = Interlocked.CompareExchange(ref _number, next, 0);
            return number == 0 ? next : number;
        }

        init => _number = value;
    }

    /// <summary>The app, or something before it, has chosen the id.</summary>
    private bool IsNamed { get; set; }

    /// <inheritdoc/>
    public override IFeatureCollection Features { get; }

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    PipeReader IDuplexPipe.Input => _input;

    PipeWriter IDuplexPipe.Output => _output;

    /// <summary>How far its end has come; on the loop.</summary>
    public ClosingState Closing => _closing;

    /// <summary>Registers the descriptor; on the loop.</summary>
    public void Register() => _registration = _loop.Add(_descriptor, Interest, this);

    /// <summary>Takes the descriptor over from a parked connection; on the loop.</summary>
    public void Register(LoopRegistration former) => _registration = _loop.Replace(_descriptor, former, Interest, this);

    /// <inheritdoc/>
    public void OnReady(uint events)
    {
        switch (_closing)
        {
            case ClosingState.Lingering: DiscardInput(); return;
            // An event that was posted, not fetched.
            case ClosingState.Closed or ClosingState.Detached: return;
        }

        // The answer first: what a client that has gone still could have read comes before the news that it has gone.
        if ((events & EpollEvent.Out) != 0) _output.OnWritable();
        const uint Gone = EpollEvent.ReadHangUp | EpollEvent.HangUp | EpollEvent.Error;
        if ((events & (EpollEvent.In | Gone)) == 0) return;
        if (_idle is null || !IsKeptBack(peerClosed: (events & Gone) != 0)) Receive(events);
    }

    private void Receive(uint events)
    {
        const uint Gone = EpollEvent.ReadHangUp | EpollEvent.HangUp | EpollEvent.Error;
        if (_input.OnReadable(peerClosed: (events & Gone) != 0)) OnInputEnded();
        if ((events & (EpollEvent.HangUp | EpollEvent.Error)) == 0 || !_input.HasEnded) return;
        _output.Break();
        FireClosed();
    }

    /// <summary>Handles events again, in a later turn of the loop; from any thread.</summary>
    public void PostReady(uint events)
    {
        if (events == EpollEvent.In) _loop.Post(static self => ((EpollConnection)self!).OnReady(EpollEvent.In), this);
        else _loop.Post(static self => ((EpollConnection)self!).OnReady(EpollEvent.Out), this);
    }

    /// <summary>A reader has found the end by itself; from any thread.</summary>
    public void PostInputEnded() => _loop.Post(static self => ((EpollConnection)self!).OnInputEnded(), this);

    /// <summary>Cancels <see cref="BaseConnectionContext.ConnectionClosed"/>, once.</summary>
    public void FireClosed()
    {
        if (Interlocked.Exchange(ref _closedFired, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Breaks the connection. Without a reason it has ended by itself, and what is written is still sent.</summary>
    public override void Abort(ConnectionAbortedException? abortReason)
    {
        // Kestrel calls so, without a reason, once ConnectionClosed has told it that the client sends no more.
        if (abortReason is null) return;
        _aborted = true;
        _loop.Post(static state =>
        {
            var (connection, reason) = ((EpollConnection, ConnectionAbortedException))state!;
            connection._input.Fail(reason);
            connection._output.Break();
            connection.FireClosed();
        }, (this, abortReason));
    }

    /// <inheritdoc/>
    public override void Abort() => Abort(new ConnectionAbortedException());

    /// <summary>Kestrel is done: sends what is left, then closes. Completes when the loop has taken over the rest.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _input.Complete();
            _output.Complete();
            if (_detached) Leave();
            else _output.WhenDrained(() => _loop.Post(static self => ((EpollConnection)self!).BeginClose(), this));
        }

        await _ended.Task;
        FireClosed();
        await base.DisposeAsync();
    }

    /// <summary>The last state; on the loop.</summary>
    public void Close()
    {
        if (_closing is ClosingState.Closed or ClosingState.Detached) return;
        _closing = ClosingState.Closed;
        _loop.Remove(_descriptor, _registration);
        _input.Close();
        _output.Close();
        _ = Libc.close(_descriptor);
        _idle?.Forget(this);
        _hold?.Release();
        _ended.TrySetResult();
    }

    /// <summary>Cancels <see cref="BaseConnectionContext.ConnectionClosed"/>; its callbacks are user code's and run on the pool.</summary>
    void IThreadPoolWorkItem.Execute() => _closed.Cancel();

    private unsafe void BeginClose()
    {
        if (_closing is not ClosingState.Open) return;
        if (_aborted)
        {
            // Reset, so that half an answer is not taken for a whole one.
            int* linger = stackalloc int[2];
            linger[0] = 1;
            linger[1] = 0;
            _ = Libc.setsockopt(_descriptor, Libc.SOL_SOCKET, Libc.SO_LINGER, linger, 2 * sizeof(int));
            Close();
            return;
        }

        if (_input.HasEnded)
        {
            Close();
            return;
        }

        // A close while the client still sends would be a reset, and could destroy the answer that is on its way to it
        // (RFC 9112, 9.6): shut our side, and receive for a while.
        _closing = ClosingState.Lingering;
        _ = Libc.shutdown(_descriptor, Libc.SHUT_WR);
        DiscardInput();
        if (_closing is ClosingState.Closed) return;
        _lingering.Add(this);
        _ended.TrySetResult();
    }

    private void DiscardInput()
    {
        switch (_input.Discard())
        {
            case DiscardProgress.Ended: Close(); break;
            case DiscardProgress.More: PostReady(EpollEvent.In); break;
        }
    }

    private void OnInputEnded()
    {
        if (_input.HasFailed)
        {
            _output.Break();
            FireClosed();
        }
        else if (Volatile.Read(ref _disposed) == 0)
        {
            _halfClosed.Add(this);
        }
    }
}
