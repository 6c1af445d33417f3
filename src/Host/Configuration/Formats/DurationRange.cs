namespace AppHost.Host.Configuration.Formats;

/// <summary>From Min to Max, both included; Min is not above Max.</summary>
internal readonly record struct DurationRange(TimeSpan Min, TimeSpan Max);
