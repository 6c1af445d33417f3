using System.Runtime.InteropServices;
using AppHost.Worker.Interop;
using AppHost.Worker.Scoreboard;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Transport;

/// <summary>
/// Accepts connections from the inherited listeners while the gate is open. Lives on the event loop; only
/// <see cref="Start"/> and <see cref="StopAsync"/> may be called from other threads.
/// </summary>
/// <remarks>
/// <para>
/// Listeners are registered with EPOLLEXCLUSIVE, so that a connection wakes one worker and not all. Such a wake-up is lost
/// when the woken worker closes its gate without accepting, is stopped or dies; therefore a listener's event is handled
/// first and always answered by an accept where a queue has room, only the loop closes the gate, and every open worker
/// tries to accept each 250 ms.
/// </para>
/// <para>
/// Only a worker with a free slot is registered. One that could merely let a connection wait looks for it every 5 ms instead:
/// registered, it would go on being woken after a sibling's slot has become free, and take what that one should have.
/// </para>
/// <para>
/// After each accept the listener is registered anew, which puts this worker last in the kernel's order of waiters:
/// otherwise the first in that order takes nearly everything (391/9/0/0 of 400 connections on four workers). In a burst the
/// order does not help, for the kernel hands nothing out while a worker that is awake accepts: one that is ahead of a free
/// sibling pauses for 5 ms.
/// </para>
/// </remarks>
internal sealed partial class Acceptor
{
    private static readonly long DecideAgain = TimeSpan.FromMilliseconds(5).ToNanoseconds();
    private static readonly long TryAgain = TimeSpan.FromMilliseconds(250).ToNanoseconds();
    private static readonly long OutOfDescriptorsPause = TimeSpan.FromMilliseconds(100).ToNanoseconds();

    /// <summary>Connections taken in one go to wait or to be refused; the loop has other things to do as well.</summary>
    private const int MostTakenAtOnce = 128;

    /// <summary>Twice the usual backlog; clients that come faster than they are accepted must not keep a worker from leaving.</summary>
    private const int MostTakenAtStop = 4096;

    private readonly EventLoop _loop;
    private readonly WorkerLoad _load;
    private readonly WorkerRegion _region;
    private readonly Siblings _siblings;
    private readonly QueuePolicy _policy;
    private readonly ILogger _logger;
    private readonly List<Source> _sources = [];
    private readonly FreshConnections _fresh = new();
    private readonly LoopTimer _freshTimer;
    private readonly LoopTimer _decideTimer;
    private readonly LoopTimer _tryTimer;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _registered;
    private bool _stopping;
    private long _pausedUntil;
    private long _yieldsUntil;
    private int _decisionPosted;

    public Acceptor(
        EventLoop loop, WorkerLoad load, WorkerRegion region, Siblings siblings, QueuePolicy policy, ILogger<Acceptor> logger)
    {
        _loop = loop;
        _load = load;
        _region = region;
        _siblings = siblings;
        _policy = policy;
        _logger = logger;
        _freshTimer = loop.AddTimer(ExpireFresh);
        _decideTimer = loop.AddTimer(TakeWaiting);
        _tryTimer = loop.AddTimer(TryAll);
    }

    /// <summary>
    /// Called on the loop before each decision, which is when slots may have become free: those that wait already come first.
    /// Set before <see cref="Start"/>.
    /// </summary>
    public Action? Deciding { get; set; }

    /// <summary>Adds a listener; before <see cref="Start"/>.</summary>
    /// <param name="descriptor">Inherited; owned from now on. Never shut down or connected, only closed.</param>
    /// <param name="accepted">Takes each accepted descriptor, on the loop.</param>
    /// <param name="ended">Called on the loop when no further one will come.</param>
    public void Add(int descriptor, Action<int, FreshConnection> accepted, Action ended)
    {
        // A sibling may take the connection between the wake-up and the accept, which would then wait for the next one and
        // stop the loop.
        Libc.SetNonBlocking(descriptor);
        _sources.Add(new Source(this, descriptor, accepted, ended));
    }

    /// <summary>Opens the gate.</summary>
    public void Start()
    {
        _load.GateChanged = OnGateChanged;
        _loop.Post(static self => ((Acceptor)self!).Decide(), this);
    }

    /// <summary>Closes the gate for good and closes the listeners.</summary>
    /// <param name="takeBacklog">
    /// Accepts first what waits in the kernel, whatever the load: nobody else will, and the last close() resets all of it.
    /// </param>
    /// <returns>A task that completes when they are closed, so that a new master can bind.</returns>
    public Task StopAsync(bool takeBacklog = false)
    {
        _loop.Post(static state =>
        {
            var (acceptor, takeBacklog) = ((Acceptor, bool))state!;
            acceptor.StopOnLoop(takeBacklog);
        }, (this, takeBacklog));
        return _stopped.Task;
    }

    /// <summary>Holds a slot for the request of a connection that was accepted before; on the loop.</summary>
    public FreshConnection HoldSlotAgain()
    {
        var connection = new FreshConnection(_load, forRequest: true);
        _load.SlotHeld();
        Hold(connection);
        return connection;
    }

    private void OnGateChanged()
    {
        if (_loop.IsOnLoop)
        {
            Decide();
        }
        else if (Interlocked.Exchange(ref _decisionPosted, 1) == 0)
        {
            _loop.Post(static self => ((Acceptor)self!).DecidePosted(), this);
        }
    }

    private void DecidePosted()
    {
        // Reset first: a change after this line must be able to post again.
        Interlocked.Exchange(ref _decisionPosted, 0);
        Decide();
    }

    private GateDecision NextDecision()
    {
        GateLoad own = _load.Current;
        // Siblings matter only to a worker that is full; reading them costs a cache miss each.
        SiblingLoad siblings = own.IsFree ? SiblingLoad.None : _siblings.Read(MonotonicClock.Nanoseconds);
        return Gate.Decide(own, siblings, _policy);
    }

    private void Decide()
    {
        Deciding?.Invoke();
        if (_stopping) return;
        bool paused = _pausedUntil > _loop.Now;
        _region.Armed = !paused;
        bool closed = paused || _yieldsUntil > _loop.Now;
        bool open = !closed && NextDecision() is GateDecision.Serve;
        if (!open && _registered)
        {
            Unregister();
            // A request that ended between the decision and the closing saw an open gate and told nobody.
            Interlocked.MemoryBarrier();
            open = !closed && NextDecision() is GateDecision.Serve;
        }

        if (open && !_registered) Register();
        if (!_registered) _decideTimer.Set(_loop.Now + DecideAgain);
    }

    /// <summary>Takes connections for which nobody has a slot: to wait here, or to be refused.</summary>
    private void TakeWaiting()
    {
        if (_stopping) return;
        if (_pausedUntil <= _loop.Now)
        {
            foreach (Source source in _sources)
            {
                for (int i = 0; i < MostTakenAtOnce && NextDecision() is GateDecision.Queue or GateDecision.Shed; i++)
                {
                    if (!source.TryAccept()) break;
                }
            }
        }

        Decide();
    }

    private void Register()
    {
        foreach (Source source in _sources)
        {
            if (source.TryRegister()) continue;
            // No memory for it, or the user's limit of watches is reached: as without descriptors, wait and try again.
            OnAcceptFailed(Marshal.GetLastPInvokeError());
            foreach (Source registered in _sources) registered.Unregister();
            return;
        }

        _registered = true;
        _load.GateOpen = true;
        _tryTimer.Set(_loop.Now + TryAgain);
    }

    private void Unregister()
    {
        _registered = false;
        _load.GateOpen = false;
        foreach (Source source in _sources) source.Unregister();
        _tryTimer.Cancel();
    }

    /// <summary>A listener is ready and woke this worker, perhaps no other.</summary>
    private void OnListenerReady(Source source)
    {
        if (!_registered || _stopping) return;
        GateLoad own = _load.Current;
        // The gate was open when the kernel chose this worker. If it filled up since, the connection still has to be
        // taken here while the queue has room: the sibling it could be left to sleeps and would not hear of it.
        bool take = own.Waiting < own.QueueLimit || NextDecision() is not GateDecision.Leave;
        if (take && source.TryAccept() && _registered)
        {
            if (Gate.Yields(_load.Connections, _siblings.Read(MonotonicClock.Nanoseconds))) _yieldsUntil = _loop.Now + DecideAgain;
            else if (!source.TryRegisterLast()) Unregister();
        }

        Decide();
    }

    private void TryAll()
    {
        if (!_registered) return;
        foreach (Source source in _sources)
        {
            if (NextDecision() is not GateDecision.Serve) break;
            source.TryAccept();
        }

        _tryTimer.Set(_loop.Now + TryAgain);
        Decide();
    }

    private FreshConnection HoldSlot()
    {
        var connection = new FreshConnection(_load);
        _load.ConnectionAccepted();
        Hold(connection);
        return connection;
    }

    private void Hold(FreshConnection connection)
    {
        _fresh.Add(connection, _loop.Now);
        if (_freshTimer.Due == LoopTimer.Never) _freshTimer.Set(_fresh.Due);
    }

    private void ExpireFresh()
    {
        _fresh.Expire(_loop.Now);
        if (_fresh.Due != LoopTimer.Never) _freshTimer.Set(_fresh.Due);
    }

    private void OnAcceptFailed(int error)
    {
        // Out of descriptors the listener stays readable and would spin; the connection waits in the backlog meanwhile.
        if (error is Libc.EMFILE or Libc.ENFILE) LogOutOfDescriptors(OutOfDescriptorsPause / 1_000_000);
        else LogAcceptFailed(error, Marshal.GetPInvokeErrorMessage(error));
        _pausedUntil = _loop.Now + OutOfDescriptorsPause;
    }

    private void StopOnLoop(bool takeBacklog)
    {
        if (_stopping) return;
        if (_registered) Unregister();
        if (takeBacklog) TakeBacklog();
        _stopping = true;
        _region.Armed = false;
        _decideTimer.Cancel();
        // close(), never shutdown(): the open file is shared, and a shutdown would end listening for every process.
        foreach (Source source in _sources) source.Close();
        _stopped.SetResult();
    }

    private void TakeBacklog()
    {
        foreach (Source source in _sources)
        {
            for (int i = 0; i < MostTakenAtStop; i++)
            {
                if (!source.TryAccept()) break;
            }
        }
    }

    /// <summary>One inherited listener.</summary>
    private sealed class Source(Acceptor acceptor, int descriptor, Action<int, FreshConnection> accepted, Action ended) : IReadyHandler
    {
        private LoopRegistration? _registration;

        public void OnReady(uint events) => acceptor.OnListenerReady(this);

        public bool TryRegister()
        {
            try
            {
                _registration = acceptor._loop.Add(descriptor, EpollEvent.In | EpollEvent.Exclusive, this, first: true);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }

        public void Unregister()
        {
            if (_registration is { } registration) acceptor._loop.Remove(descriptor, registration);
            _registration = null;
        }

        public bool TryRegisterLast()
        {
            // MOD is EINVAL for a descriptor with EPOLLEXCLUSIVE.
            Unregister();
            return TryRegister();
        }

        public unsafe bool TryAccept()
        {
            int connection = Libc.accept4(descriptor, null, null, Libc.O_CLOEXEC | Libc.O_NONBLOCK);
            if (connection >= 0)
            {
                accepted(connection, acceptor.HoldSlot());
                return true;
            }

            int error = Marshal.GetLastPInvokeError();
            // A sibling was faster, or the client had left already.
            if (error is not (Libc.EAGAIN or Libc.EINTR or Libc.ECONNABORTED)) acceptor.OnAcceptFailed(error);
            return false;
        }

        public void Close()
        {
            _ = Libc.close(descriptor);
            ended();
        }
    }
}
