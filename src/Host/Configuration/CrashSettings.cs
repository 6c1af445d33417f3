namespace AppHost.Host.Configuration;

/// <summary>Delay before a dead worker's replacement: doubles from Min to Max, forgotten after Reset of stability.</summary>
internal sealed record CrashSettings(TimeSpan BackoffMin, TimeSpan BackoffMax, TimeSpan BackoffReset)
{
    /// <summary>Start failures in a row after which the generation has failed.</summary>
    public int BreakerFailures { get; init; } = 5;

    /// <summary>In how much time; and how long until one more worker is tried.</summary>
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromMinutes(5);

    public OnExhausted OnExhausted { get; init; }
}
