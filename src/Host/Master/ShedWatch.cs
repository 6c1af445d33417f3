namespace AppHost.Host.Master;

/// <summary>The share of requests that was turned away in the last ten seconds. Not thread-safe.</summary>
internal sealed class ShedWatch
{
    /// <summary>Long enough that a short burst does not decide, short enough for probes.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>Fewer say nothing: one of two is no overload.</summary>
    public const int FewestRequests = 20;

    private readonly Queue<(TimeSpan At, long Served, long Shed)> _readings = new();

    /// <summary>Takes a reading of counters that only grow.</summary>
    /// <param name="at">Monotonic.</param>
    /// <returns>0 to 1.</returns>
    public double Observe(TimeSpan at, long served, long shed)
    {
        // A turn of the loop comes with each event: once in a while is enough.
        if (_readings.Count == 0 || at - _readings.Last().At >= Window / 20) _readings.Enqueue((at, served, shed));
        while (_readings.Count > 1 && at - _readings.Peek().At > Window) _readings.Dequeue();
        (_, long servedBefore, long shedBefore) = _readings.Peek();
        long turnedAway = shed - shedBefore;
        long all = served - servedBefore + turnedAway;
        return all < FewestRequests ? 0 : (double)turnedAway / all;
    }
}
