namespace AppHost.Load.Arrivals;

/// <summary>Equal gaps. Each start is a multiple of the gap, so that rounding does not add up to a drift.</summary>
internal sealed class FixedArrivals(double ratePerSecond, double phase = 0) : IArrivalProcess
{
    private readonly double _gap = 1e9 / ratePerSecond;
    private long _count;

    /// <inheritdoc/>
    public long Next() => (long)((_count++ + phase) * _gap);
}
