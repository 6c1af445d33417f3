using AppHost.Host.Binding;
using AppHost.Host.Configuration;

namespace AppHost.Host.Master;

/// <summary>From one generation to the next, and back.</summary>
internal sealed partial class Master
{
    /// <summary>Generations with processes at the same time; a further one waits for the oldest to leave.</summary>
    private const int MostAlive = 3;

    private int _workersBeforeRoll;

    /// <summary>Begins the reload that waits for its turn, if there is one and its turn has come.</summary>
    private bool BeginWaiting(TimeSpan now)
    {
        if (_ready is not var (request, prepared) || _target.Stop is not StopMode.None) return false;
        // During boot and bake a newer request takes the place of the one on its way. Once workers of the old generation have
        // gone, the way back is longer than the way on: the new request waits its turn.
        if (_target.Rollout is { Stage: RolloutStage.Roll }) return false;
        // A first worker that still boots is gone in a moment; one that has served may drain for long.
        int? booting = _target.Rollout is { Stage: RolloutStage.FirstBoot } first ? first.Generation : null;
        HashSet<int> alive = [_target.Generation, .. _fleet.Workers.Select(w => w.Generation.Number).Where(n => n != booting)];
        if (alive.Count >= MostAlive) return false;
        _ready = null;
        Supersede(now);
        BeginRollout(request, prepared, now);
        return true;
    }

    private void Supersede(TimeSpan now)
    {
        if (_target.Rollout is not { } superseded) return;
        LogSuperseded(superseded.Generation);
        _target = _target with { Rollout = null };
        _generations.GiveUp(superseded.Generation);
        EndRolling(Outcome(ReloadResult.Superseded, superseded.Generation, "a newer request took its place."));
        DrainGeneration(superseded.Generation, ExitReason.Reload, now);
    }

    private void BeginRollout(ReloadRequest request, PreparedGeneration prepared, TimeSpan now)
    {
        (HostSettings settings, Worker.Apps.HostableApp app) = prepared.Release!.Value;
        var generation = new Generation(request.Kept ?? _generations.NextNumber, settings, app)
        {
            Listeners = prepared.Listeners!,
            Snapshot = prepared.Snapshot,
        };
        _generations.Begin(generation);
        _rolling = request;
        _crashes = CrashHistory.Clean;
        _target = _target with
        {
            NoSpawnBefore = TimeSpan.Zero,
            BootsAtOnce = Environment.ProcessorCount,
            Rollout = new Rollout(
                generation.Number,
                RolloutStage.FirstBoot,
                now,
                // A kept generation has proved itself, and who goes back is in a hurry.
                request.Kept is null ? settings.Reload.Bake : TimeSpan.Zero,
                settings.Reload.Surge,
                Math.Min(settings.Reload.Unavailable, settings.Workers - 1)),
        };
        LogReloading(generation.Number);
    }

    private void Advance(RolloutStage stage, TimeSpan now)
    {
        Rollout rollout = _target.Rollout!;
        _target = _target with { Rollout = rollout with { Stage = stage, Since = now } };
        if (stage is RolloutStage.Roll) TakeSettings(_generations[rollout.Generation].Settings);
        if (stage is RolloutStage.Bake && rollout.Bake > TimeSpan.Zero) LogBaking(rollout.Generation, (long)rollout.Bake.TotalMilliseconds);
    }

    /// <summary>What the new generation says of the host itself counts from when it has held out: it may yet be given up.</summary>
    private void TakeSettings(HostSettings settings)
    {
        _workersBeforeRoll = _target.Workers;
        // A count changed at run time survives the reload, unless the configuration has a new opinion.
        int workers = settings.Workers == Current.Settings.Workers ? _target.Workers : settings.Workers;
        _target = _target with { Workers = workers, HeartbeatTimeout = settings.HeartbeatTimeout };
        options.Log.Use(settings.Log);
    }

    private void CompleteRollout()
    {
        int number = _target.Rollout!.Generation;
        _generations.Complete(number);
        _target = _target with { Generation = number, Rollout = null };
        LogReloaded(number, _target.Workers);
        EndRolling(new ReloadOutcome(ReloadResult.Completed, number, number, null));
        Settle();
    }

    /// <summary>The new generation failed: the old one goes on, and gets back the workers that had already left, from its own snapshot.</summary>
    private void RollBack(string story)
    {
        Rollout failed = _target.Rollout!;
        _target = _target with { Rollout = null, NoSpawnBefore = TimeSpan.Zero };
        if (failed.Stage is RolloutStage.Roll)
        {
            bool sameCount = _generations[failed.Generation].Settings.Workers == Current.Settings.Workers;
            _target = _target with
            {
                Workers = sameCount ? _target.Workers : _workersBeforeRoll,
                HeartbeatTimeout = Current.Settings.HeartbeatTimeout,
            };
            options.Log.Use(Current.Settings.Log);
        }

        _generations.GiveUp(failed.Generation);
        LogRolledBack(failed.Generation, _target.Generation, story);
        EndRolling(Outcome(ReloadResult.RolledBack, failed.Generation, story));
        Settle();
    }

    private void DrainGeneration(int number, ExitReason reason, TimeSpan now)
    {
        foreach (WorkerHandle worker in _fleet.Workers.Where(w => w.Generation.Number == number)) Drain(worker, reason, now);
    }

    /// <summary>Lets go of what no generation needs any more: snapshots and addresses.</summary>
    private void ForgetGenerations()
    {
        HashSet<int> alive = [.. _fleet.Workers.Select(w => w.Generation.Number)];
        foreach (Generation generation in _generations.Forget(Current.Settings.Reload.Keep, alive.Contains))
        {
            if (generation.Snapshot is { } snapshot) _ = Task.Run(snapshot.Discard);
        }

        // What is being bound may share any of them.
        if (_preparing is not null) return;
        List<ListenerSet> used = [Current.Listeners];
        if (_target.Rollout is { } rollout) used.Add(_generations[rollout.Generation].Listeners);
        if (_ready is { } waiting) used.Add(waiting.Prepared.Listeners!);
        _listeners.CloseAllBut(used);
    }
}
