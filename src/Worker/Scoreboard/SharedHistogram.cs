using static AppHost.Worker.Scoreboard.ScoreboardLayout;

namespace AppHost.Worker.Scoreboard;

/// <summary>A histogram of durations on the scoreboard: a sum and a count for each bucket. Any thread adds, any process reads.</summary>
internal readonly unsafe struct SharedHistogram(byte* address)
{
    private readonly byte* _address = address;

    /// <summary>All durations together, in nanoseconds.</summary>
    public long Sum => Volatile.Read(ref *(long*)_address);

    /// <summary>Adds a duration.</summary>
    public void Add(long nanoseconds)
    {
        Interlocked.Increment(ref ((long*)(_address + HistogramBucketsStart))[HistogramBuckets.IndexOf(nanoseconds)]);
        // At least one: a sum of 0 says that there is nothing here.
        Interlocked.Add(ref *(long*)_address, Math.Max(1, nanoseconds));
    }

    /// <summary>Adds what it holds to a sum of several.</summary>
    public void AddTo(HistogramSum sum)
    {
        // Nothing was ever added: its memory is not there, and reading would not make it, but take time.
        if (Sum == 0) return;
        long* buckets = (long*)(_address + HistogramBucketsStart);
        for (int bucket = 0; bucket < HistogramBuckets.Count; bucket++) sum.Add(bucket, Volatile.Read(ref buckets[bucket]));
        sum.Nanoseconds += Sum;
    }

    /// <summary>Makes it as if never used; memory that was never touched stays so.</summary>
    public void Clear()
    {
        if (Sum != 0) new Span<byte>(_address, HistogramSize).Clear();
    }
}
