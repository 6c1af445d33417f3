using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Transport;

/// <summary>
/// Decides for how long a fresh connection holds a slot: 20 ms as long as at least half of the latest ones brought a request in
/// that time, and less the fewer did, down to nothing. Sees the time only in its arguments.
/// </summary>
/// <remarks>
/// With 20 ms whatever comes, 2,000 clients that send half a request and stop are accepted at the rate at which their holds expire.
/// Measured with 16 slots: for 2.5 s all others waited behind them in the kernel's queue, and then came at once and were refused.
/// </remarks>
internal sealed class FreshHold
{
    /// <summary>A request that comes comes within this; a connection that is silent for so long is judged.</summary>
    public static readonly long Longest = TimeSpan.FromMilliseconds(20).ToNanoseconds();

    /// <summary>The weight of the latest connection is one in so many.</summary>
    private const double Memory = 8;

    private const double EnoughServed = 0.5;

    private double _served = 1;

    /// <summary>In nanoseconds.</summary>
    public long Length => (long)(Longest * Math.Min(1, _served / EnoughServed));

    /// <summary>A connection is as old as the longest hold.</summary>
    /// <param name="state">One that was closed says nothing: its slot was free at once.</param>
    public void Judge(FreshState state)
    {
        if (state is FreshState.Closed) return;
        _served += ((state is FreshState.Served ? 1 : 0) - _served) / Memory;
    }
}
