using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Dispatch.Lanes;

/// <summary>
/// A token bucket that all workers of the host take from, so that a rate holds for the host however many workers there are and
/// whichever of them a client is connected to. Thread-safe, and safe between processes.
/// </summary>
/// <remarks>
/// The generic cell rate algorithm (ITU-T I.371, annex A, virtual scheduling): instead of a count and the time of the last refill,
/// which two words could not change together, one word says when the bucket will be full again. Nothing is refilled by a timer.
/// </remarks>
/// <param name="scoreboard">Where the word is.</param>
/// <param name="index">Which word.</param>
/// <param name="perMinute">Tokens that come in a minute; above zero.</param>
/// <param name="burst">As many as it holds, at least 1.</param>
internal sealed class TokenBucket(SharedScoreboard scoreboard, int index, int perMinute, int burst)
{
    private readonly long _interval = Math.Max(1, TimeSpan.FromMinutes(1).ToNanoseconds() / perMinute);

    /// <summary>Takes a token, if there is one.</summary>
    /// <param name="now">Nanoseconds of CLOCK_MONOTONIC, which all processes share.</param>
    public bool TryTake(long now)
    {
        ref long full = ref scoreboard.Bucket(index);
        long seen = Volatile.Read(ref full);
        while (true)
        {
            long from = Math.Max(seen, now);
            if (from - now > (burst - 1) * _interval) return false;
            long before = Interlocked.CompareExchange(ref full, from + _interval, seen);
            if (before == seen) return true;
            seen = before;
        }
    }
}
