using AppHost.Host.Configuration;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>What the end of a worker means.</summary>
internal sealed partial class Master
{
    private CrashHistory _crashes = CrashHistory.Clean;

    private void NoteExit(WorkerHandle worker, int exitCode, TimeSpan now)
    {
        ExitReason reason = worker.Reason ?? (worker.State is WorkerState.Booting ? ExitReason.BootFailure : ExitReason.Crash);
        string how = Obituary.Describe(exitCode, reason);
        worker.Apply(WorkerTrigger.Exit);
        _fleet.Remove(worker);
        _past = _past.With(
            new WorkerExit(worker.WorkerId, worker.ProcessId, worker.Generation.Number, reason, how, now), worker.Region,
            worker.Generation.Settings.ClassNames);
        IReadOnlyList<string> running = Obituary.RunningRequests(worker.Region, now);
        worker.Region.Clear();
        worker.Dispose();

        switch (reason)
        {
            case ExitReason.Stop when _exitCode == ExitCode.BootFailed:
                // The host gave up its start. The others were in the same trouble, and why is told already.
                break;
            case ExitReason.BootFailure or ExitReason.BootTimeout:
                NoteDeath(worker, exitCode, reason, running, now);
                break;
            case ExitReason.Crash:
                // One that ends a reload is told with the end of the reload, once.
                if (!FailsRollout(worker, CrashPolicy.Sort(now - worker.ReadyAt, exitCode, reason)))
                {
                    LogCrash(worker.WorkerId, worker.ProcessId, how, Obituary.Text(running, worker.Output.LastLines));
                }

                NoteDeath(worker, exitCode, reason, running, now);
                break;
            default:
                if (running.Count > 0) LogLostRequests(worker.WorkerId, worker.ProcessId, Obituary.Text(running, []));
                LogExited(worker.WorkerId, worker.ProcessId, reason, how);
                if (reason is ExitReason.HeartbeatTimeout or ExitReason.Unintelligible or ExitReason.AppStopped) NoteDeath(worker, exitCode, reason, running, now);
                break;
        }

        StopIfExhausted(now);
    }

    /// <summary>Nobody asked for its end.</summary>
    private void NoteDeath(WorkerHandle worker, int exitCode, ExitReason reason, IReadOnlyList<string> running, TimeSpan now)
    {
        if (_target.Stop is StopMode.Graceful or StopMode.Quick) return;
        DeathKind death = CrashPolicy.Sort(now - worker.ReadyAt, exitCode, reason);
        bool booted = worker.ReadyAt is not null;
        string story = booted
            ? $"worker {worker.WorkerId} of the new generation {Verb(reason)} "
                + $"{(now - worker.ReadyAt!.Value).TotalSeconds:0.0} s after READY: "
                + Obituary.Describe(exitCode, reason) + Obituary.Text(running, worker.Output.LastLines)
            : worker.Generation.InLivePaths(Obituary.BootFailure(worker, exitCode, reason));
        if (_target.Rollout?.Generation == worker.Generation.Number)
        {
            if (FailsRollout(worker, death)) RollBack(story);
            return;
        }

        if (!_everReady && !booted)
        {
            // The first generation does not boot: say why once, not once for each worker, and end.
            LogBootFailed(story);
            _exitCode = ExitCode.BootFailed;
            NoteStop(StopMode.Quick, now);
            return;
        }

        // What was superseded or given up is of no interest any more.
        if (worker.Generation.Number != _target.Generation) return;
        if (!booted) LogWorkerBootFailed(worker.WorkerId, worker.ProcessId, story);
        NoteFailure(death, now);
    }

    private static string Verb(ExitReason reason) => reason switch
    {
        ExitReason.HeartbeatTimeout => "hung",
        ExitReason.AppStopped => "stopped itself",
        _ => "crashed",
    };

    private bool FailsRollout(WorkerHandle worker, DeathKind death) =>
        _target.Rollout is { } rollout && rollout.Generation == worker.Generation.Number && CrashPolicy.FailsRollout(rollout.Stage, death);

    /// <summary>There is no process at all: the kernel has none left, or the program or its folder is gone.</summary>
    private void NoteSpawnFailure(MasterAction.Spawn spawn, string problem, TimeSpan now)
    {
        if (_target.Rollout?.Generation == spawn.Generation)
        {
            RollBack($"worker {spawn.WorkerId} could not be started: {problem}");
            return;
        }

        if (!_everReady)
        {
            LogBootFailed($"worker {spawn.WorkerId} could not be started: {problem}");
            _exitCode = ExitCode.BootFailed;
            NoteStop(StopMode.Quick, now);
            return;
        }

        LogSpawnFailed(spawn.WorkerId, problem);
        NoteFailure(DeathKind.NotStarted, now);
    }

    private void NoteFailure(DeathKind death, TimeSpan now)
    {
        CrashSettings crash = Current.Settings.Crash;
        CrashHistory after = _crashes.AfterDeath(death, now, crash);
        if (after == _crashes) return;
        bool breaks = after.IsBroken && !_crashes.IsBroken;
        _crashes = after;
        TimeSpan delay = after.Delay(crash);
        _target = _target with { NoSpawnBefore = now + delay, BootsAtOnce = after.IsBroken ? 1 : Environment.ProcessorCount };
        if (breaks) LogBreakerTripped(_target.Generation, crash.BreakerFailures, (long)delay.TotalSeconds, Ready);
        else LogBackOff(after.InARow, (long)delay.TotalMilliseconds);
    }

    /// <summary>A worker of the serving generation is READY.</summary>
    private void NoteSuccess()
    {
        if (_crashes.IsBroken)
        {
            LogBreakerClosed(_target.Generation);
            _target = _target with { NoSpawnBefore = TimeSpan.Zero, BootsAtOnce = Environment.ProcessorCount };
        }

        _crashes = _crashes.AfterReady();
    }

    private void StopIfExhausted(TimeSpan now)
    {
        if (!_crashes.IsBroken || Current.Settings.Crash.OnExhausted is not OnExhausted.Exit || _target.Stop is not StopMode.None) return;
        if (_target.Rollout is not null || _fleet.Workers.Any(w => w.State.IsLive())) return;
        LogExhausted(_target.Generation);
        _exitCode = ExitCode.Exhausted;
        NoteStop(StopMode.Quick, now);
    }
}
