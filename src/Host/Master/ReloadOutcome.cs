namespace AppHost.Host.Master;

/// <summary>What became of a reload or a rollback, for whoever waits for it.</summary>
/// <param name="Serving">The generation that serves now.</param>
/// <param name="Attempted">The generation that was begun; null if none was.</param>
/// <param name="Story">Why it did not complete, with the failing worker's own words; null if it did.</param>
internal sealed record ReloadOutcome(ReloadResult Result, int Serving, int? Attempted, string? Story);
