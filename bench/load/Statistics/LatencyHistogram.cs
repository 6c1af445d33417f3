using System.Numerics;

namespace AppHost.Load.Statistics;

/// <summary>
/// Counts of nanosecond values in log-linear buckets, as HdrHistogram's: each power of two is cut into 1024 equal buckets, so that a
/// bucket is never wider than a thousandth of its values (three significant digits). Recording takes constant time and allocates nothing.
/// Not safe for concurrent use.
/// </summary>
internal sealed class LatencyHistogram
{
    // Values below 2048 have buckets of their own; above, the top 11 bits of a value choose its bucket.
    private const int SubBucketBits = 11;
    private const int HalfSubBuckets = 1 << (SubBucketBits - 1);

    /// <summary>The largest value told apart, two hours and a half; larger ones count as this.</summary>
    public const long LargestTrackable = (1L << 43) - 1;

    private readonly long[] _counts = new long[IndexOf(LargestTrackable) + 1];
    private double _sum;

    /// <summary>How many values were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The smallest recorded value, exactly; 0 when there is none.</summary>
    public long Min { get; private set; }

    /// <summary>The largest recorded value, exactly; 0 when there is none.</summary>
    public long Max { get; private set; }

    /// <summary>The mean of the recorded values, exactly; 0 when there is none.</summary>
    public double Mean => Count == 0 ? 0 : _sum / Count;

    /// <summary>Records one value; a negative one (a clock read in the wrong order) counts as 0.</summary>
    public void Record(long value)
    {
        value = Math.Clamp(value, 0, LargestTrackable);
        _counts[IndexOf(value)]++;
        Min = Count == 0 ? value : Math.Min(Min, value);
        Max = Math.Max(Max, value);
        Count++;
        _sum += value;
    }

    /// <summary>Adds everything another histogram recorded.</summary>
    public void Add(LatencyHistogram other)
    {
        if (other.Count == 0)
            return;
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Min = Count == 0 ? other.Min : Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
        Count += other.Count;
        _sum += other._sum;
    }

    /// <summary>
    /// The smallest value that at least <paramref name="percentile"/> percent of the recorded values do not exceed, to the upper end of
    /// its bucket; 0 when nothing was recorded.
    /// </summary>
    public long Percentile(double percentile)
    {
        if (Count == 0)
            return 0;
        // Rounded before it is rounded up: 99.9 % of 1000 must be the 999th value, not the 1000th because of a last binary digit.
        var rank = Math.Clamp((long)Math.Ceiling(Math.Round(percentile / 100 * Count, 6)), 1, Count);
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
                return Math.Clamp(HighestOf(i), Min, Max);
        }
        return Max;
    }

    /// <summary>The buckets that are not empty, in ascending order.</summary>
    public IEnumerable<HistogramBucket> Buckets()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
                yield return new HistogramBucket(LowestOf(i), HighestOf(i), _counts[i]);
        }
    }

    private static int IndexOf(long value)
    {
        var shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)value) - SubBucketBits);
        return (shift * HalfSubBuckets) + (int)(value >> shift);
    }

    private static int ShiftOf(int index) => Math.Max(0, (index / HalfSubBuckets) - 1);

    private static long LowestOf(int index) => (long)(index - (ShiftOf(index) * HalfSubBuckets)) << ShiftOf(index);

    private static long HighestOf(int index) => LowestOf(index) + (1L << ShiftOf(index)) - 1;
}
