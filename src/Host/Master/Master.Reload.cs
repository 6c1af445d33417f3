using AppHost.Host.Binding;
using AppHost.Host.Configuration;
using AppHost.Host.Releases;

namespace AppHost.Host.Master;

/// <summary>Requests for another generation: from being asked, over being read and checked, to their answer.</summary>
internal sealed partial class Master
{
    // A request moves down this list: waiting while another is read, being read, read and waiting for its turn, on its way.
    private ReloadRequest? _next;
    private ReloadRequest? _preparing;
    private (ReloadRequest Request, PreparedGeneration Prepared)? _ready;
    private ReloadRequest? _rolling;

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
