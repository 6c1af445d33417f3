using System.Numerics;

namespace AppHost.Worker.Scoreboard;

/// <summary>
/// Log-linear buckets for durations: each power of two in 32 equal parts, so that the middle of a bucket is at most 1.6 % from any
/// value in it, from 1 microsecond to 73 minutes. The idea of HdrHistogram (Gil Tene), in a fixed size. Pure.
/// </summary>
internal static class HistogramBuckets
{
    /// <summary>Buckets of a histogram.</summary>
    public const int Count = (MostShift + 2) * Parts;

    private const int PartBits = 5;
    private const int Parts = 1 << PartBits;

    /// <summary>The unit, 32 ns: what is finer is lost in the cost of reading the clock twice.</summary>
    private const int UnitBits = 5;

    private const int MostShift = 31;
    private const long Largest = (1L << (MostShift + PartBits + 1)) - 1;

    /// <summary>The bucket of a duration; one that is negative counts as 0, one beyond the largest as that.</summary>
    public static int IndexOf(long nanoseconds)
    {
        long units = Math.Min(nanoseconds >> UnitBits, Largest);
        if (units < Parts) return units < 0 ? 0 : (int)units;
        int shift = BitOperations.Log2((ulong)units) - PartBits;
        return ((shift + 1) << PartBits) + (int)(units >> shift) - Parts;
    }

    /// <summary>The smallest duration of a bucket, in nanoseconds.</summary>
    public static long LowerBound(int index)
    {
        if (index < Parts) return (long)index << UnitBits;
        int shift = (index >> PartBits) - 1;
        return (long)((index & (Parts - 1)) + Parts) << (shift + UnitBits);
    }

    /// <summary>The middle of a bucket, in nanoseconds: stands for all durations in it.</summary>
    public static long Middle(int index) => (LowerBound(index) + LowerBound(index + 1)) / 2;
}
