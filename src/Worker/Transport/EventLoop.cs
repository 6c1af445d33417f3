using System.Diagnostics.CodeAnalysis;
using AppHost.Worker.Interop;
using AppHost.Worker.Scoreboard;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Transport;

/// <summary>
/// One thread around epoll: descriptors, timers, and callbacks posted from other threads. <see cref="Post"/>,
/// <see cref="Wake"/> and <see cref="Stop"/> are thread-safe, all else belongs to the loop's thread or to the time before
/// <see cref="Start"/>.
/// </summary>
internal sealed unsafe partial class EventLoop : IEventLoop, IDisposable
{
    private const int EventsPerTurn = 256;
    private const int CallbacksPerTurn = 512;
    private const int MostDeferred = 16;

    /// <summary>The loop turns at least this often, so that its heartbeat tells a free worker from a stopped one.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(50);

    private readonly ILogger _logger;
    private readonly WorkerRegion _region;
    private readonly RegistrationTable _registrations = new();
    private readonly List<LoopTimer> _timers = [];
    private readonly PostedWork _posted = new();
    private readonly List<IDeferredWork> _deferred = [];
    private readonly LoopSynchronizationContext _context;
    private readonly Thread _thread;
    private readonly int _epoll;
    private readonly int _wake;
    private readonly byte[] _events = GC.AllocateArray<byte>(EventsPerTurn * 16, pinned: true);
    private int _sleeping;
    private int _disposed;
    private volatile bool _stopping;

    public EventLoop(WorkerRegion region, int workerId, ILogger<EventLoop> logger)
    {
        _region = region;
        _logger = logger;
        _context = new LoopSynchronizationContext(this);
        _epoll = Libc.epoll_create1(Libc.O_CLOEXEC);
        if (_epoll < 0) throw Libc.Failure("epoll_create1");
        _wake = Libc.eventfd(0, Libc.O_CLOEXEC | Libc.O_NONBLOCK);
        if (_wake < 0) throw Libc.Failure("eventfd");
        Add(_wake, EpollEvent.In, new WakeHandler(_wake));
        _thread = new Thread(Run) { IsBackground = true, Name = $"apphost-w{workerId}-loop" };
    }

    /// <inheritdoc/>
    public bool IsOnLoop => Thread.CurrentThread == _thread;

    /// <inheritdoc/>
    public SynchronizationContext SynchronizationContext => _context;

    /// <summary>The managed id of the loop's thread.</summary>
    public int ThreadId => _thread.ManagedThreadId;

    /// <summary>When the present turn began, in nanoseconds of CLOCK_MONOTONIC.</summary>
    public long Now { get; private set; } = MonotonicClock.Nanoseconds;

    public void Start() => _thread.Start();

    /// <summary>Registers a descriptor.</summary>
    /// <param name="first">Its events come before all others of a turn; for listeners, whose wake-ups are exclusive.</param>
    public LoopRegistration Add(int descriptor, uint events, IReadyHandler handler, bool first = false)
    {
        LoopRegistration registration = _registrations.Add(handler, first);
        byte* request = stackalloc byte[16];
        EpollEvent.Write(request, events, registration.Data);
        if (Libc.epoll_ctl(_epoll, Libc.EPOLL_CTL_ADD, descriptor, request) == 0) return registration;
        _registrations.Remove(registration);
        throw Libc.Failure("epoll_ctl(ADD)");
    }

    /// <summary>
    /// Gives a registered descriptor to another handler. What is ready is reported to it anew, also where the registration is
    /// edge-triggered; an event that was already fetched for the former handler is dropped.
    /// </summary>
    public LoopRegistration Replace(int descriptor, LoopRegistration former, uint events, IReadyHandler handler)
    {
        LoopRegistration registration = _registrations.Add(handler, first: false);
        byte* request = stackalloc byte[16];
        EpollEvent.Write(request, events, registration.Data);
        if (Libc.epoll_ctl(_epoll, Libc.EPOLL_CTL_MOD, descriptor, request) < 0)
        {
            _registrations.Remove(registration);
            throw Libc.Failure("epoll_ctl(MOD)");
        }

        _registrations.Remove(former);
        return registration;
    }

    /// <summary>Ends a registration; the descriptor must still be open.</summary>
    public void Remove(int descriptor, LoopRegistration registration)
    {
        _registrations.Remove(registration);
        if (Libc.epoll_ctl(_epoll, Libc.EPOLL_CTL_DEL, descriptor, null) < 0) throw Libc.Failure("epoll_ctl(DEL)");
    }

    /// <summary>Adds a timer that is not set yet.</summary>
    public LoopTimer AddTimer(Action callback)
    {
        var timer = new LoopTimer(callback);
        _timers.Add(timer);
        return timer;
    }

    /// <inheritdoc/>
    public void Post(Action<object?> callback, object? state)
    {
        _posted.Enqueue(callback, state);
        if (!IsOnLoop) Wake();
    }

    /// <summary>Calls this soon, between two callbacks of this turn or at its end. On the loop.</summary>
    public void Defer(IDeferredWork work) => _deferred.Add(work);

    /// <summary>Makes the loop turn once more.</summary>
    public void Wake()
    {
        // Only a sleeping loop needs the system call. The exchange is a full fence: either the loop sees what was
        // published before it, or this thread sees that the loop sleeps.
        if (Interlocked.Exchange(ref _sleeping, 0) == 0) return;
        ulong one = 1;
        _ = Libc.write(_wake, &one, sizeof(ulong));
    }

    /// <summary>Ends the loop after its present turn, without waiting for it.</summary>
    public void Stop()
    {
        _stopping = true;
        Interlocked.Exchange(ref _sleeping, 1);
        Wake();
    }

    /// <summary>Waits for the end and closes the loop's own descriptors. Nothing may be posted any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        Stop();
        if (_thread.IsAlive && !IsOnLoop) _thread.Join();
        _ = Libc.close(_wake);
        _ = Libc.close(_epoll);
    }

    private void Run()
    {
        byte* events = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _events[0]);
        while (!_stopping)
        {
            int count = Wait(events);
            Now = MonotonicClock.Nanoseconds;
            _region.Heartbeat = Now;
            // A woken worker that closes its gate before it has looked at the listener would strand that connection.
            for (int i = 0; i < count; i++) Deliver(events, i, first: true);
            for (int i = 0; i < count; i++)
            {
                Deliver(events, i, first: false);
                if (_deferred.Count >= MostDeferred) RunDeferred();
            }

            FireTimers();
            RunPosted();
            RunDeferred();
        }
    }

    private int Wait(byte* events)
    {
        Interlocked.Exchange(ref _sleeping, 1);
        int timeout = _posted.IsEmpty && !_stopping ? MillisecondsToNextTimer() : 0;
        int count = Libc.epoll_wait(_epoll, events, EventsPerTurn, timeout);
        Volatile.Write(ref _sleeping, 0);
        if (count >= 0) return count;
        if (System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != Libc.EINTR) throw Libc.Failure("epoll_wait");
        return 0;
    }

    private int MillisecondsToNextTimer()
    {
        long now = MonotonicClock.Nanoseconds;
        long due = now + LongestSleep.ToNanoseconds();
        foreach (LoopTimer timer in _timers) due = Math.Min(due, timer.Due);
        // Rounded up: a turn before the time would find nothing to do and turn again.
        return due <= now ? 0 : (int)((due - now + 999_999) / 1_000_000);
    }

    private void Deliver(byte* events, int index, bool first)
    {
        EpollEvent.Read(events, index, out uint ready, out ulong data);
        IReadyHandler? handler = _registrations.Find(LoopRegistration.FromData(data), out bool isFirst);
        if (handler is null || isFirst != first) return;
        try
        {
            handler.OnReady(ready);
        }
        catch (Exception exception)
        {
            LogHandlerFailed(exception);
        }
    }

    private void FireTimers()
    {
        // By index: a callback may add a timer.
        for (int i = 0; i < _timers.Count; i++)
        {
            LoopTimer timer = _timers[i];
            if (timer.Due > Now) continue;
            try
            {
                timer.Fire();
            }
            catch (Exception exception)
            {
                LogHandlerFailed(exception);
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "An exception from a posted callback never ends the loop.")]
    private void RunPosted()
    {
        // Bounded, so that callbacks that post callbacks cannot keep the descriptors waiting.
        for (int i = 0; i < CallbacksPerTurn && _posted.TryDequeue(out PostedWork.Item item); i++)
        {
            try
            {
                item.Callback(item.State);
            }
            catch (Exception exception)
            {
                LogHandlerFailed(exception);
            }

            if (_deferred.Count >= MostDeferred) RunDeferred();
        }
    }

    private void RunDeferred()
    {
        // By index: such work may defer more.
        for (int i = 0; i < _deferred.Count; i++)
        {
            try
            {
                _deferred[i].RunDeferred();
            }
            catch (Exception exception)
            {
                LogHandlerFailed(exception);
            }
        }

        _deferred.Clear();
    }

    private sealed class WakeHandler(int descriptor) : IReadyHandler
    {
        public void OnReady(uint events)
        {
            ulong count;
            _ = Libc.read(descriptor, &count, sizeof(ulong));
        }
    }
}
