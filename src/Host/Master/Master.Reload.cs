using AppHost.Host.Configuration;

namespace AppHost.Host.Master;

/// <summary>From one generation to the next.</summary>
internal sealed partial class Master
{
    private void NoteReload()
    {
        if (_target.Stop is not StopMode.None) return;
        if (_preparing)
        {
            // What is being read now may already be old.
            _reloadAgain = true;
            return;
        }

        _preparing = true;
        LogReloadAsked();
        _ = PrepareAsync();
    }

    private async Task PrepareAsync()
    {
        try
        {
            Report(new MasterEvent.GenerationPrepared(await options.Prepare(_ending.Token)));
        }
        catch (OperationCanceledException)
        {
            // The host ends.
        }
        catch (Exception exception)
        {
            Report(new MasterEvent.GenerationPrepared(new PreparedGeneration(null, [exception.Message], [], ExitCode.Usage)));
        }
    }

    private void NotePrepared(PreparedGeneration prepared, TimeSpan now)
    {
        _preparing = false;
        if (_target.Stop is not StopMode.None) return;
        if (_reloadAgain)
        {
            _reloadAgain = false;
            NoteReload();
            return;
        }

        foreach (string warning in prepared.Warnings) LogWarning(warning);
        if (prepared.Release is not var (settings, app))
        {
            LogReloadRefused(string.Join("\n", prepared.Failure), _target.Generation);
            return;
        }

        // During boot and bake a newer request takes the place of the one on its way; its worker goes like a rolled-back one.
        // Once workers of the old generation have gone, the way back is longer than the way on: the new request waits its turn.
        if (_target.Rollout is { Stage: RolloutStage.Roll })
        {
            _reloadAfterRollout = true;
            return;
        }

        if (_target.Rollout is { } superseded)
        {
            LogSuperseded(superseded.Generation);
            DrainGeneration(superseded.Generation, ExitReason.Reload, now);
        }

        var generation = new Generation(++_lastGeneration, settings, app);
        _generations[generation.Number] = generation;
        _failures = 0;
        _target = _target with
        {
            NoSpawnBefore = TimeSpan.Zero,
            Rollout = new Rollout(generation.Number, RolloutStage.FirstBoot, now, settings.Reload.Bake, settings.Reload.Surge),
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
    }

    private void CompleteRollout()
    {
        _target = _target with { Generation = _target.Rollout!.Generation, Rollout = null };
        ForgetGenerations();
        LogReloaded(_target.Generation, _target.Workers);
        ReloadIfAsked();
    }

    /// <summary>A request that came during the last steps of the rollout has waited for its end, whatever that is.</summary>
    private void ReloadIfAsked()
    {
        if (!_reloadAfterRollout) return;
        _reloadAfterRollout = false;
        NoteReload();
    }

    /// <summary>The new generation failed: the old one goes on, and gets back the workers that had already left.</summary>
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
        }

        LogRolledBack(failed.Generation, _target.Generation, story);
        ReloadIfAsked();
    }

    private void DrainGeneration(int number, ExitReason reason, TimeSpan now)
    {
        foreach (WorkerHandle worker in _fleet.Workers.Where(w => w.Generation.Number == number)) Drain(worker, reason, now);
    }

    private void ForgetGenerations()
    {
        foreach (int number in _generations.Keys.Where(n => n != _target.Generation && _fleet.Workers.All(w => w.Generation.Number != n)).ToList())
        {
            _generations.Remove(number);
        }
    }
}
