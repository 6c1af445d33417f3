using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace AppHost.Load.Engine;

/// <summary>The system calls of the generator. After -1 the reason is <c>Marshal.GetLastPInvokeError()</c>.</summary>
internal static unsafe partial class Libc
{
    public const int SocketStream = 1;
    public const int SocketNonBlocking = 0x800;
    public const int SocketCloseOnExec = 0x80000;
    public const int LevelSocket = 1;
    public const int LevelTcp = 6;
    public const int TcpNoDelay = 1;
    public const int SocketError = 4;
    public const int SocketSendTimeout = 21;
    public const int MessageDontWait = 0x40;
    public const int MessageNoSignal = 0x4000;
    public const int EpollCloseOnExec = 0x80000;
    public const int EpollAdd = 1;
    public const int EpollModify = 3;
    public const uint EpollInput = 0x1;
    public const uint EpollOutput = 0x4;
    public const uint EpollPeerClosed = 0x2000;
    public const uint EpollEdge = 0x80000000;
    public const int TimerFlags = 0x80800; // TFD_NONBLOCK | TFD_CLOEXEC
    public const int TimerAbsolute = 1;
    public const int ClockMonotonic = 1;
    public const int ClockThreadCpu = 3;

    public const int ErrorNone = 0;
    public const int ErrorNoEntry = 2;
    public const int ErrorInterrupted = 4;
    public const int ErrorAgain = 11;
    public const int ErrorBrokenPipe = 32;
    public const int ErrorConnectionReset = 104;
    public const int ErrorConnectionRefused = 111;
    public const int ErrorInProgress = 115;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int descriptor, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(int descriptor, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetSocketOption(int descriptor, int level, int option, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, void* interest);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int capacity, int milliseconds);

    [LibraryImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    public static partial int TimerCreate(int clock, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_settime", SetLastError = true)]
    public static partial int TimerSet(int timer, int flags, TimerSpecification* next, TimerSpecification* before);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int ReadClock(int clock, TimeSpecification* time);

    /// <summary>A CPU clock in nanoseconds, or -1 when there is none (its process has gone).</summary>
    public static long CpuClock(int clock)
    {
        TimeSpecification time;
        return ReadClock(clock, &time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : -1;
    }

    /// <summary>The kernel's struct timespec on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>The kernel's struct itimerspec on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimerSpecification
    {
        public TimeSpecification Interval;
        public TimeSpecification Value;
    }
}
