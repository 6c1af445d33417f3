using AppHost.Host.Supervision;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>What the supervisor is told.</summary>
internal sealed partial class Master
{
    private readonly RuntimeFolder _runtime = new();

    private void NotifyReady()
    {
        if (_everReady && _target.Stop is StopMode.None) options.Supervisor.Ready();
    }

    private void NotifyReloading()
    {
        if (_everReady) options.Supervisor.Reloading();
    }

    /// <summary>
    /// The loop turns, and at least one worker's does: then the service is alive. Before the first worker and after the last
    /// one the supervisor's own start and stop limits count.
    /// </summary>
    private void NotifyAlive(TimeSpan now)
    {
        options.Supervisor.Status(StatusText());
        bool starting = !_everReady;
        bool stopping = _target.Stop is StopMode.Graceful or StopMode.Quick;
        bool fresh = _fleet.YoungestHeartbeat() is { } last && now - last < _target.HeartbeatTimeout;
        if (starting || stopping || fresh || now < _heartbeatsCountFrom) options.Supervisor.Alive(now);
    }

    private string StatusText()
    {
        if (_target.Stop is not StopMode.None) return $"Stopping, {_fleet.Workers.Count} workers left";
        string text = $"{_fleet.Workers.Count(w => w.State is WorkerState.Ready)} of {_target.Workers} workers ready, generation {_target.Generation}";
        if (_target.Rollout is { } rollout) return $"{text}, reloading to {rollout.Generation} ({rollout.Stage})";
        return _crashes.IsBroken ? $"{text}, FAILED: no worker boots" : text;
    }
}
