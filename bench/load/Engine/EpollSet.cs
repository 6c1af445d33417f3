using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AppHost.Load.Engine;

/// <summary>An epoll instance and the buffer it reports into. Belongs to one thread.</summary>
internal sealed unsafe class EpollSet : IDisposable
{
    private const int Capacity = 256;

    // struct epoll_event is packed on x86-64 and only there.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataOffset + 8;

    /// <summary>The data of the event that says a time has come.</summary>
    public const ulong TimerData = ulong.MaxValue;

    private readonly int _descriptor;
    private readonly int _timer;
    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed((nuint)(Capacity * 16));
    private long _armedFor;

    public EpollSet()
    {
        _descriptor = Libc.EpollCreate(Libc.EpollCloseOnExec);
        _timer = Libc.TimerCreate(Libc.ClockMonotonic, Libc.TimerFlags);
        if (_descriptor < 0 || _timer < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "Cannot create an epoll instance with a timer.");
        // Edge-triggered, an expiry needs no read.
        Add(_timer, Libc.EpollInput | Libc.EpollEdge, TimerData);
    }

    /// <summary>Starts to watch a descriptor, level-triggered; a closed descriptor leaves the set by itself.</summary>
    public void Add(int descriptor, uint interest, ulong data) => Control(Libc.EpollAdd, descriptor, interest, data);

    /// <summary>Changes what is watched.</summary>
    public void Modify(int descriptor, uint interest, ulong data) => Control(Libc.EpollModify, descriptor, interest, data);

    /// <summary>
    /// Waits until a descriptor is ready or a time has come (a monotonic timestamp in nanoseconds) and returns how many descriptors are
    /// ready. The time comes from a timerfd and not from a timeout of the wait: it is exact (a timeout has 50 us of slack), and it stays
    /// armed over any number of waits, where a timeout would be armed and cancelled in each (on virtual machines 5 to 10 us of CPU).
    /// </summary>
    public int WaitUntil(long when)
    {
        var isDue = when <= MonotonicClock.Now;
        if (!isDue && when != _armedFor)
        {
            var next = new Libc.TimerSpecification { Value = { Seconds = when / 1_000_000_000, Nanoseconds = when % 1_000_000_000 } };
            _ = Libc.TimerSet(_timer, Libc.TimerAbsolute, &next, null);
            _armedFor = when;
        }
        var ready = Libc.EpollWait(_descriptor, _events, Capacity, isDue ? 0 : -1);
        if (ready >= 0)
            return ready;
        var error = Marshal.GetLastPInvokeError();
        return error == Libc.ErrorInterrupted ? 0 : throw new Win32Exception(error, "Cannot wait for events.");
    }

    /// <summary>What is ready, and the data given with the descriptor.</summary>
    public (uint Events, ulong Data) this[int index]
    {
        get
        {
            var entry = _events + (index * EventSize);
            return (*(uint*)entry, *(ulong*)(entry + DataOffset));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Libc.Close(_timer);
        _ = Libc.Close(_descriptor);
        NativeMemory.Free(_events);
    }

    private void Control(int operation, int descriptor, uint interest, ulong data)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = interest;
        *(ulong*)(entry + DataOffset) = data;
        if (Libc.EpollControl(_descriptor, operation, descriptor, entry) < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "Cannot watch a connection.");
    }
}
