namespace AppHost.Host.Master;

/// <summary>A reload on its way.</summary>
/// <param name="Generation">The new generation.</param>
/// <param name="Since">When the stage began.</param>
/// <param name="Bake">How long the first new worker is watched.</param>
/// <param name="Surge">Workers beyond N while it goes, at least 1.</param>
/// <param name="Unavailable">Workers that may be missing from N while it goes.</param>
internal sealed record Rollout(int Generation, RolloutStage Stage, TimeSpan Since, TimeSpan Bake, int Surge, int Unavailable = 0);
