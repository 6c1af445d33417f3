using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Transport.Parking;

/// <summary>
/// How long it takes on average until the next request ends and its slot becomes free: what waiting for a slot costs. Counted from
/// the scoreboard when asked, so that requests pay nothing for it. Loop thread only.
/// </summary>
internal sealed class CompletionGap(WorkerRegion region)
{
    /// <summary>Requests of the last 50 ms at least.</summary>
    private static readonly long Window = TimeSpan.FromMilliseconds(50).ToNanoseconds();

    private readonly WorkerRegion _region = region;
    private long _since;
    private long _before;
    private long _gap;

    /// <summary>Nanoseconds.</summary>
    public long Read(long now)
    {
        long elapsed = now - _since;
        if (elapsed < Window) return _gap;
        long ended = Volatile.Read(ref _region.Requests);
        // None at all: at least as long as this.
        _gap = elapsed / Math.Max(1, ended - _before);
        _since = now;
        _before = ended;
        return _gap;
    }
}
