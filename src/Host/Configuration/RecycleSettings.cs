namespace AppHost.Host.Configuration;

/// <summary>When a worker is replaced by a fresh one. Zero: never for that reason.</summary>
/// <param name="Requests">Requests it has answered.</param>
/// <param name="Jitter">Percent by which each worker's limits of requests and age differ, either way.</param>
/// <param name="Age">Since READY.</param>
/// <param name="At">Local times of day.</param>
/// <param name="Memory">Bytes of private memory; the replacement comes first.</param>
/// <param name="MemoryHard">The same; the worker leaves at once.</param>
internal sealed record RecycleSettings(long Requests, int Jitter, TimeSpan Age, IReadOnlyList<TimeOnly> At, long Memory, long MemoryHard)
{
    /// <summary>Whether there is anything to look at.</summary>
    public bool IsConfigured => Requests > 0 || Age > TimeSpan.Zero || At.Count > 0 || Memory > 0 || MemoryHard > 0;
}
