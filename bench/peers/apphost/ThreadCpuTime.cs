using System.Runtime.InteropServices;

namespace BenchHandlers;

/// <summary>CPU time of the calling thread: unlike time on the clock, it is the same on a busy machine.</summary>
internal static class ThreadCpuTime
{
    private const int ClockThreadCpuTimeId = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <summary>Computes until the calling thread has used that much CPU.</summary>
    public static void Spend(TimeSpan amount)
    {
        var end = Now() + amount;
        while (Now() < end)
        {
            Thread.SpinWait(500);
        }
    }

    private static TimeSpan Now()
    {
        if (ClockGetTime(ClockThreadCpuTimeId, out var time) != 0)
        {
            throw new PlatformNotSupportedException("This machine has no clock for the CPU time of a thread.");
        }

        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ClockGetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
