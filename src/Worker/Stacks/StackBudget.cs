using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Stacks;

/// <summary>
/// At most one stack in 30 seconds: the whole process stands still while one is read, for about 200 ms. Not thread-safe.
/// </summary>
internal sealed class StackBudget
{
    /// <summary>Between two stacks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private long _next = long.MinValue;

    /// <summary>Takes the one stack of the interval.</summary>
    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC.</param>
    public bool TryTake(long now)
    {
        if (now < _next) return false;
        _next = now + Interval.ToNanoseconds();
        return true;
    }
}
