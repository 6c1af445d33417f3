namespace AppHost.Host.Master;

/// <summary>How a reload ended.</summary>
/// <param name="Generation">The one that serves now.</param>
/// <param name="Story">Why it failed, or a sentence about what happened.</param>
/// <param name="At">Monotonic.</param>
internal sealed record ReloadEnd(ReloadResult Result, int Generation, string Story, TimeSpan At);
