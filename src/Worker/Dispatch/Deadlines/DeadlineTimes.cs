using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Dispatch.Deadlines;

/// <summary>The three steps of a deadline, in nanoseconds since the request's start; 0: that step is off. Immutable.</summary>
/// <param name="Slow">T1: it is logged with its stack and goes on.</param>
/// <param name="Request">T2: it is answered for the handler.</param>
/// <param name="Kill">T3: its worker is replaced.</param>
/// <param name="OnlyUnderPressure">T2 and T3 wait until other requests want the slot.</param>
internal sealed record DeadlineTimes(long Slow, long Request, long Kill, bool OnlyUnderPressure)
{
    /// <summary>No step at all.</summary>
    public static DeadlineTimes Off { get; } = new(0, 0, 0, false);

    /// <summary>From the milliseconds of an assignment; a kill without a deadline before it means nothing.</summary>
    public static DeadlineTimes FromMilliseconds(int slow, int request, int kill, bool onlyUnderPressure) => new(
        Nanoseconds(slow), Nanoseconds(request), request == 0 ? 0 : Nanoseconds(kill), onlyUnderPressure);

    /// <summary>The shortest time after which something may be due; 0: never.</summary>
    public long Shortest => Slow == 0 || (Request > 0 && Request < Slow) ? Request : Slow;

    private static long Nanoseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds).ToNanoseconds();
}
