namespace AppHost.Worker.Scoreboard;

/// <summary>Durations of several workers together. Not thread-safe while it is filled.</summary>
internal sealed class HistogramSum
{
    private readonly long[] _buckets = new long[HistogramBuckets.Count];

    /// <summary>How many durations.</summary>
    public long Count { get; private set; }

    /// <summary>All of them together.</summary>
    public long Nanoseconds { get; set; }

    /// <summary>Adds durations of one bucket.</summary>
    public void Add(int bucket, long count)
    {
        _buckets[bucket] += count;
        Count += count;
    }

    /// <summary>Adds another one.</summary>
    public void Add(HistogramSum other)
    {
        for (int bucket = 0; bucket < _buckets.Length; bucket++) _buckets[bucket] += other._buckets[bucket];
        Count += other.Count;
        Nanoseconds += other.Nanoseconds;
    }

    /// <summary>The duration that a share of all does not exceed; null if there are none.</summary>
    /// <param name="share">For example 0.99.</param>
    public TimeSpan? Percentile(double share)
    {
        if (Count == 0) return null;
        long rank = Math.Clamp((long)Math.Ceiling(share * Count), 1, Count);
        long seen = 0;
        int bucket = -1;
        while (seen < rank) seen += _buckets[++bucket];
        return Nanosecond(HistogramBuckets.Middle(bucket));
    }

    /// <summary>How many durations do not exceed a bound; those of the bucket in which it lies count by halves of the bucket.</summary>
    public long UpTo(TimeSpan bound)
    {
        long nanoseconds = bound.ToNanoseconds();
        long count = 0;
        for (int bucket = 0; bucket < _buckets.Length && HistogramBuckets.Middle(bucket) <= nanoseconds; bucket++) count += _buckets[bucket];
        return count;
    }

    private static TimeSpan Nanosecond(long count) => TimeSpan.FromTicks(count / TimeSpan.NanosecondsPerTick);
}
