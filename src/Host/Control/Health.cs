using AppHost.Host.Control.Status;
using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Control;

/// <summary>
/// What probes are told. Life never depends on load: a restart never cured an overload. Readiness does only where nearly every
/// request is turned away: a host with no free slot is ready, or an overload would take every host out of its load balancer at
/// once. Pure.
/// </summary>
internal static class Health
{
    /// <summary>An age at which a loop that beats several times a second has stopped.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A host that turns away so much of what it gets does hardly any good. Much lower, and hosts would leave one after the other
    /// as each that is left gets more.
    /// </summary>
    public const double MostShed = 0.9;

    /// <summary>Whether a restart of the whole host would do good.</summary>
    /// <returns>Null if it lives, else why not.</returns>
    public static string? ProblemOfLife(StatusSnapshot status)
    {
        if (status.Host.LoopAge > Stale.TotalSeconds) return $"the master's loop has stood still for {status.Host.LoopAge:0} s";
        List<WorkerStatus> ready = [.. Ready(status)];
        // Without ready workers the master is at work on new ones, as long as it lives.
        return ready.Count > 0 && !ready.Exists(IsFresh) ? $"all {ready.Count} workers have stood still for {Stale.TotalSeconds:0} s" : null;
    }

    /// <summary>Whether new connections should come here.</summary>
    /// <returns>Null if it is ready, else why not.</returns>
    public static string? ProblemOfReadiness(StatusSnapshot status)
    {
        if (status.Host.State != WireName.Of(HostState.Serving)) return $"the host is {status.Host.State}";
        if (!Ready(status).Any(IsFresh)) return "no worker is ready";
        return ProblemOfLife(status)
            ?? (status.Host.ShedShare >= MostShed ? $"{status.Host.ShedShare:P0} of the requests of the last 10 s were turned away" : null);
    }

    private static IEnumerable<WorkerStatus> Ready(StatusSnapshot status) =>
        status.Workers.Where(worker => worker.State == WireName.Of(WorkerState.Ready));

    private static bool IsFresh(WorkerStatus worker) => worker.HeartbeatAge < Stale.TotalSeconds;
}
