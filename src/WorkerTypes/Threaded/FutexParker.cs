using System.Runtime.InteropServices;

namespace AppHost.WorkerTypes.Threaded;

/// <summary>Sleeps in the futex system call (futex(2)), without the layers of the runtime's own wait functions.</summary>
/// <remarks>
/// CPU (user + system) for handing an empty request to another thread and back, in microseconds, median of three runs on a
/// 2-core machine with other load; one request at a time / 16 at once, every request waking its thread: futex 10.2 / 4.0,
/// AutoResetEvent 16.5 / 11.3, Monitor 19.3 / - , ManualResetEventSlim without spinning - / 12.7. Spinning before the sleep
/// burned the core that the other thread needed: 50 turns - / 7.7, 500 turns - / 16.9.
/// </remarks>
internal sealed unsafe partial class FutexParker : ThreadParker
{
    private const int WaitPrivate = 128;
    private const int WakePrivate = 129;
    private const int Parked = -1;

    private static readonly nint FutexCall = CallNumber();

    // 1: the permit is there. 0: it is not. -1: it is not and the thread sleeps for it. Pinned, as the kernel is given its
    // address; an array of its own and larger than a cache line, so that no two threads' words share one.
    private readonly int[] _block = GC.AllocateArray<int>(48, pinned: true);
    private readonly int* _state;

    public FutexParker() => _state = (int*)Marshal.UnsafeAddrOfPinnedArrayElement(_block, 16);

    public static bool IsSupported => FutexCall != 0;

    public override void Park()
    {
        if (Interlocked.Decrement(ref *_state) != Parked)
        {
            return;
        }

        // Returns with EAGAIN if the state is no longer -1, with EINTR on a signal, and now and then for no reason at all.
        while (Volatile.Read(ref *_state) == Parked)
        {
            _ = SystemCall(FutexCall, _state, WaitPrivate, Parked, 0, 0, 0);
        }
    }

    public override void Unpark()
    {
        if (Interlocked.Increment(ref *_state) == 0)
        {
            _ = SystemCall(FutexCall, _state, WakePrivate, 1, 0, 0, 0);
        }
    }

    // The numbers of the kernel's system call tables. 32-bit architectures pass a different time structure; none is passed here.
    private static nint CallNumber() => !OperatingSystem.IsLinux() ? 0 : RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 202,
        Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => 98,
        Architecture.Arm => 240,
        Architecture.Ppc64le => 221,
        Architecture.S390x => 238,
        _ => 0,
    };

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, int* address, int operation, int value, nint timeout, nint address2, int value3);
}
