using AppHost.Host.Configuration;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>What the end of a worker means.</summary>
internal sealed partial class Master
{
    private void NoteExit(WorkerHandle worker, int exitCode, TimeSpan now)
    {
        ExitReason reason = worker.Reason ?? (worker.State is WorkerState.Booting ? ExitReason.BootFailure : ExitReason.Crash);
        WorkerState last = worker.State;
        worker.Apply(WorkerTrigger.Exit);
        _fleet.Remove(worker);
        _past = _past.With(
            new WorkerExit(worker.WorkerId, worker.ProcessId, worker.Generation.Number, reason, Obituary.Describe(exitCode), now), worker.Region);
        IReadOnlyList<string> running = Obituary.RunningRequests(worker.Region, now);
        worker.Region.Clear();
        worker.Dispose();

        switch (reason)
        {
            case ExitReason.BootFailure or ExitReason.BootTimeout:
                NoteFailure(worker, exitCode, reason, now);
                break;
            case ExitReason.Crash:
                LogCrash(worker.WorkerId, worker.ProcessId, Obituary.Describe(exitCode), Obituary.Text(running, worker.Output.LastLines));
                NoteCrash(worker, now);
                break;
            default:
                if (last is WorkerState.Stopping && running.Count > 0) LogLostRequests(worker.WorkerId, worker.ProcessId, Obituary.Text(running, []));
                LogExited(worker.WorkerId, worker.ProcessId, reason, Obituary.Describe(exitCode));
                if (reason is ExitReason.HeartbeatTimeout) NoteCrash(worker, now);
                break;
        }
    }

    /// <summary>It never served.</summary>
    private void NoteFailure(WorkerHandle worker, int exitCode, ExitReason reason, TimeSpan now)
    {
        if (_target.Stop is not StopMode.None) return;
        string story = Obituary.BootFailure(worker, exitCode, reason);
        if (_target.Rollout is { } rollout && rollout.Generation == worker.Generation.Number)
        {
            RollBack(story);
            return;
        }

        if (!_everReady)
        {
            // The first generation does not boot: say why once, not once for each worker, and end.
            LogBootFailed(story);
            _exitCode = ExitCode.BootFailed;
            _target = _target with { Stop = StopMode.Quick };
            return;
        }

        LogWorkerBootFailed(worker.WorkerId, worker.ProcessId, story);
        BackOff(now);
    }

    private void NoteCrash(WorkerHandle worker, TimeSpan now)
    {
        TimeSpan lived = now - (worker.ReadyAt ?? now);
        CrashSettings crash = worker.Generation.Settings.Crash;
        if (_target.Rollout is { } rollout && rollout.Generation == worker.Generation.Number && rollout.Stage is RolloutStage.Bake)
        {
            RollBack($"worker {worker.WorkerId} of the new generation crashed {lived.TotalSeconds:0.0} s after READY.");
            return;
        }

        if (lived < CrashBackoff.ShortLife) BackOff(now);
        else if (lived > crash.BackoffReset) _failures = 0;
    }

    private void BackOff(TimeSpan now)
    {
        CrashSettings crash = Current.Settings.Crash;
        TimeSpan delay = CrashBackoff.Delay(++_failures, crash.BackoffMin, crash.BackoffMax);
        _target = _target with { NoSpawnBefore = now + delay };
        LogBackOff(_failures, (long)delay.TotalMilliseconds);
    }
}
