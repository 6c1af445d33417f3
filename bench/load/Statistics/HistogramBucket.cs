namespace AppHost.Load.Statistics;

/// <summary>How many recorded values lie between two bounds, both included, in nanoseconds.</summary>
internal readonly record struct HistogramBucket(long From, long To, long Count);
