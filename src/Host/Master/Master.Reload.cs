using AppHost.Host.Binding;
using AppHost.Host.Configuration;
using AppHost.Host.Releases;

namespace AppHost.Host.Master;

/// <summary>From one generation to the next, and back.</summary>
internal sealed partial class Master
{
    /// <summary>Generations with processes at the same time; a further one waits for the oldest to leave.</summary>
    private const int MostAlive = 3;

    // A request moves down this list: waiting while another is read, being read, read and waiting for its turn, on its way.
    private ReloadRequest? _next;
    private ReloadRequest? _preparing;
    private (ReloadRequest Request, PreparedGeneration Prepared)? _ready;
    private ReloadRequest? _rolling;
    private int _workersBeforeRoll;

    private bool ReloadUnderWay => _preparing is not null || _ready is not null || _target.Rollout is not null;

    private void NoteReload(TaskCompletionSource<ReloadOutcome>? answer) => Ask(new ReloadRequest(kept: null, answer));

    private void NoteRollback(int? wanted, TaskCompletionSource<ReloadOutcome>? answer)
    {
        if (_target.Stop is StopMode.None && _target.Rollout is not null && (wanted is null || wanted == _target.Generation))
        {
            int calledOff = _target.Rollout.Generation;
            RollBack("it was called off by a rollback.");
            answer?.TrySetResult(new ReloadOutcome(ReloadResult.Completed, _target.Generation, calledOff, null));
            return;
        }

        if (RollbackProblem(wanted) is { } problem)
        {
            LogRollbackRefused(problem, _target.Generation);
            answer?.TrySetResult(Outcome(ReloadResult.Refused, null, problem));
            return;
        }

        Ask(new ReloadRequest(wanted ?? _generations.Previous(_target.Generation)!.Value, answer));
    }

    private string? RollbackProblem(int? wanted)
    {
        if ((wanted ?? _generations.Previous(_target.Generation)) is not { } number) return "no older generation is kept.";
        if (number == _target.Generation) return $"generation {number} serves already.";
        if (_generations.Find(number) is (var generation, GenerationState.Kept))
        {
            return generation.Snapshot is null ? $"generation {number} ran the live folder, so its code is not kept (snapshot)." : null;
        }

        List<int> kept = [.. _generations.All.Where(g => g.State is GenerationState.Kept).Select(g => g.Generation.Number)];
        return $"generation {number} is not kept; {(kept.Count == 0 ? "no older one is" : $"kept: {string.Join(", ", kept)}")}.";
    }

    private void Ask(ReloadRequest request)
    {
        if (_target.Stop is not StopMode.None)
        {
            request.Answer(Outcome(ReloadResult.Stopped, null, "the host stops."));
            return;
        }

        if (_preparing is not null)
        {
            // What is being read now may already be old.
            _next = request.Replacing(_next, Superseded);
            return;
        }

        if (_ready is { } waiting)
        {
            DiscardLater(waiting.Prepared);
            request.Replacing(waiting.Request, Superseded);
            _ready = null;
        }

        Prepare(request);
    }

    private void Prepare(ReloadRequest request)
    {
        _preparing = request;
        NotifyReloading();
        if (request.Kept is { } number) LogRollbackAsked(number);
        else LogReloadAsked();
        Generation? kept = request.Kept is { } known && _generations.Find(known) is var (generation, _) ? generation : null;
        ListenerSet open = _listeners.All;
        // Off the loop, which must not wait for a compiler, a disk or a name server.
        _ = Task.Run(() => PrepareAsync(kept, open));
    }

    private async Task PrepareAsync(Generation? kept, ListenerSet open)
    {
        PreparedGeneration prepared;
        try
        {
            prepared = kept is null
                ? await options.Prepare(_ending.Token)
                : new PreparedGeneration((kept.Settings, kept.App), [], [], ExitCode.Success) { Snapshot = kept.Snapshot };
            if (prepared.Release is var (settings, _)) prepared = Bind(prepared, settings, open, isNew: kept is null);
        }
        catch (OperationCanceledException)
        {
            // The host ends.
            return;
        }
        catch (Exception exception)
        {
            prepared = new PreparedGeneration(null, [exception.Message], [], ExitCode.Usage);
        }

        Report(new MasterEvent.GenerationPrepared(prepared));
    }

    private static PreparedGeneration Bind(PreparedGeneration prepared, HostSettings settings, ListenerSet open, bool isNew)
    {
        BindOutcome bound = new ListenerBinder(settings.Backlog).Bind(settings.Bind, open);
        string[] warnings = [.. prepared.Warnings, .. bound.Warnings];
        if (bound.Listeners is not null) return prepared with { Listeners = bound.Listeners, Warnings = warnings };
        if (isNew) prepared.Discard();
        return new PreparedGeneration(null, [.. bound.Problems.Select(problem => problem.ToString())], warnings, ExitCode.Usage);
    }

    private void NotePrepared(PreparedGeneration prepared, TimeSpan now)
    {
        ReloadRequest request = _preparing!;
        _preparing = null;
        if (prepared.Listeners is not null) _listeners.Add(prepared.Listeners);
        if (_target.Stop is not StopMode.None)
        {
            request.Answer(Outcome(ReloadResult.Stopped, null, "the host stops."));
            return;
        }

        if (_next is { } newer)
        {
            _next = null;
            if (request.Kept is null) DiscardLater(prepared);
            Prepare(newer.Replacing(request, Superseded));
            return;
        }

        foreach (string warning in prepared.Warnings) LogWarning(warning);
        if (prepared.Release is null)
        {
            string story = string.Join("\n", prepared.Failure);
            LogReloadRefused(story, _target.Generation);
            End(request, Outcome(ReloadResult.Refused, null, story));
            Settle();
            return;
        }

        _ready = (request, prepared);
        if (!BeginWaiting(now)) LogReloadWaits();
    }

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
        (HostSettings settings, Worker.Apps.HandlerApp app) = prepared.Release!.Value;
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

    /// <summary>The host stops: nobody waits for a reload any more.</summary>
    private void AbandonReloads()
    {
        ReloadOutcome outcome = Outcome(ReloadResult.Stopped, _target.Rollout?.Generation, "the host stops.");
        if (_target.Rollout is { } rollout) _generations.GiveUp(rollout.Generation);
        _target = _target with { Rollout = null };
        _rolling?.Answer(outcome);
        _ready?.Request.Answer(outcome);
        _next?.Answer(outcome);
        (_rolling, _ready, _next) = (null, null, null);
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

    private void EndRolling(ReloadOutcome outcome)
    {
        if (_rolling is { } request) End(request, outcome);
        _rolling = null;
    }

    private void End(ReloadRequest request, ReloadOutcome outcome)
    {
        NoteReloadEnd(outcome);
        request.Answer(outcome);
    }

    /// <summary>A reload has ended one way or the other.</summary>
    private void Settle()
    {
        if (!ReloadUnderWay) NotifyReady();
    }

    private ReloadOutcome Superseded() => Outcome(ReloadResult.Superseded, null, "a newer request took its place.");

    private ReloadOutcome Outcome(ReloadResult result, int? attempted, string? story) => new(result, _target.Generation, attempted, story);

    private static void DiscardLater(PreparedGeneration prepared)
    {
        if (prepared.Snapshot is ReleaseSnapshot snapshot) _ = Task.Run(snapshot.Discard);
    }
}
