using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Transport.Parking;

/// <summary>
/// Gives back what Kestrel needed for connections that are parked. A worker whose clients have become silent allocates nothing, so
/// the collector would not run, and the 5 KB of each of them would stay for as long as the silence. Loop thread only.
/// </summary>
/// <param name="collect">Collects, on a thread of the pool.</param>
internal sealed class MemoryReclaim(Action collect)
{
    /// <summary>About 10 MB of garbage: for less no request is to wait, which a collection makes it do for some milliseconds.</summary>
    public const int WorthCollecting = 2000;

    /// <summary>Clients that come and go in waves do not make it collect all the time.</summary>
    public static readonly long Pause = TimeSpan.FromSeconds(10).ToNanoseconds();

    private long _parked;
    private long _before = long.MinValue / 2;

    /// <summary>So many more were parked.</summary>
    public void Add(int parked) => _parked += parked;

    /// <summary>The wave is over for now: collects if it was large enough.</summary>
    public void EndOfWave(long now)
    {
        if (_parked < WorthCollecting || now - _before < Pause) return;
        _parked = 0;
        _before = now;
        ThreadPool.UnsafeQueueUserWorkItem(static collect => ((Action)collect!)(), collect);
    }

    /// <summary>Also returns to the system what the collection frees.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
