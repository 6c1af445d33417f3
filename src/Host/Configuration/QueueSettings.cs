namespace AppHost.Host.Configuration;

/// <summary>Requests that wait for a slot, and what those are told that cannot wait.</summary>
internal sealed record QueueSettings(
    int? Length, TimeSpan Timeout, QueuePolicy Policy, int ShedStatus, TimeSpan RetryAfterMin, TimeSpan RetryAfterMax);
