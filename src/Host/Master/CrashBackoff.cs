namespace AppHost.Host.Master;

/// <summary>
/// How long the next worker waits after failures in a row. A failure is a death before READY or within a second of it;
/// a worker killed from outside after that is replaced at once.
/// </summary>
internal static class CrashBackoff
{
    /// <summary>A death so soon after READY is taken for a failure of the app.</summary>
    public static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(1);

    /// <summary>min x 2^(failures - 1), at most max; zero without failures.</summary>
    public static TimeSpan Delay(int failures, TimeSpan min, TimeSpan max)
    {
        if (failures <= 0) return TimeSpan.Zero;
        // Beyond 2^30 any sensible maximum is reached, and the shift would overflow.
        double delay = min.TotalMilliseconds * (1L << Math.Min(failures - 1, 30));
        return delay >= max.TotalMilliseconds ? max : TimeSpan.FromMilliseconds(delay);
    }
}
