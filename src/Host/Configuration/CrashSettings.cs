namespace AppHost.Host.Configuration;

/// <summary>Delay before a dead worker's replacement: doubles from Min to Max, forgotten after Reset of stability.</summary>
internal sealed record CrashSettings(TimeSpan BackoffMin, TimeSpan BackoffMax, TimeSpan BackoffReset);
