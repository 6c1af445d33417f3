namespace AppHost.Host.Control.Status;

/// <summary>A request that runs, with its worker.</summary>
/// <param name="Deadline">Seconds until it is up; null if it has none.</param>
/// <param name="Torn">The worker died while it wrote this.</param>
internal sealed record RunningRequest(
    int Worker, int Pid, int Generation, string Method, string Path, string? RequestId, double Age, double? Deadline, int Thread, bool Torn)
{
    /// <summary>Those of all workers, the oldest first.</summary>
    public static IReadOnlyList<RunningRequest> Of(StatusSnapshot status) =>
    [
        .. status.Workers.SelectMany(worker => worker.Running.Select(request => new RunningRequest(
                worker.Id, worker.Pid, worker.Generation, request.Method, request.Path, request.RequestId, request.Age, request.Deadline,
                request.Thread, request.Torn)))
            .OrderByDescending(request => request.Age)
    ];
}
