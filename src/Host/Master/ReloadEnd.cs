namespace AppHost.Host.Master;

/// <summary>The last reload that came to an end, for status.</summary>
/// <param name="At">Monotonic.</param>
internal sealed record ReloadEnd(ReloadOutcome Outcome, TimeSpan At);
