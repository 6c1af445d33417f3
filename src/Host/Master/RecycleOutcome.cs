namespace AppHost.Host.Master;

/// <summary>Whether workers were marked to be replaced; they go one at a time, each after its replacement is READY.</summary>
/// <param name="WorkerIds">The ids of the workers that will be replaced.</param>
/// <param name="Problem">Why there are none; else null.</param>
internal sealed record RecycleOutcome(IReadOnlyList<int> WorkerIds, string? Problem);
