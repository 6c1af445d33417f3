using System.Diagnostics;

namespace AppHost.Load.Engine;

/// <summary>CLOCK_MONOTONIC in nanoseconds: Stopwatch's unit on Linux, read without a system call.</summary>
internal static class MonotonicClock
{
    /// <summary>Now.</summary>
    public static long Now => Stopwatch.GetTimestamp();
}
