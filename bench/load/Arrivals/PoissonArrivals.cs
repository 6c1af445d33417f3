namespace AppHost.Load.Arrivals;

/// <summary>A Poisson process: independent, exponentially distributed gaps.</summary>
internal sealed class PoissonArrivals(double ratePerSecond, SeededRandom random) : IArrivalProcess
{
    private readonly double _meanGap = 1e9 / ratePerSecond;
    private double _now;

    /// <inheritdoc/>
    public long Next() => (long)(_now += random.NextExponential() * _meanGap);
}
