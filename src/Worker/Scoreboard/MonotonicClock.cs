using System.Diagnostics;

namespace AppHost.Worker.Scoreboard;

/// <summary>
/// CLOCK_MONOTONIC in nanoseconds: one clock for all processes of the machine, unmoved by changes of the wall clock and
/// still while the machine is suspended.
/// </summary>
internal static class MonotonicClock
{
    /// <summary>Now.</summary>
    public static long Nanoseconds =>
        // On Linux Stopwatch counts nanoseconds of CLOCK_MONOTONIC; elsewhere its ticks are scaled.
        Stopwatch.Frequency == 1_000_000_000
            ? Stopwatch.GetTimestamp()
            : (long)(Stopwatch.GetTimestamp() * (1_000_000_000.0 / Stopwatch.Frequency));

    /// <summary>A duration in the clock's unit.</summary>
    public static long ToNanoseconds(this TimeSpan duration) => duration.Ticks * 100;
}
