namespace AppHost.Host.Master;

/// <summary>What others may see.</summary>
internal sealed partial class Master
{
    private volatile HostView? _published;
    private ReloadEnd? _lastReload;
    private PastWorkers _past = PastWorkers.None;

    /// <summary>The host after the latest turn of the loop; there from the return of <see cref="RunAsync"/>'s first await on. Any thread.</summary>
    public HostView Published => _published!;

    private void Publish(TimeSpan now) => _published = new HostView(
        now,
        _target.Stop is not StopMode.None || _stopPutOff ? HostState.Stopping : _everReady ? HostState.Serving : HostState.Starting,
        _target.Generation,
        _target.Workers,
        _lastReady?.WorkerClass,
        [.. _generations.Values.Where(IsOfInterest).Select(generation => new GenerationView(generation.Number, generation.App.Path))],
        [
            .. _fleet.Workers.OrderBy(worker => worker.Key).Select(worker => new WorkerHandleView(
                worker.WorkerId, worker.ProcessId, worker.Generation.Number, worker.State, worker.StartedAt, worker.ReadyAt, worker.Reason,
                worker.Region))
        ],
        _preparing,
        _target.Rollout,
        _lastReload,
        _past,
        _failures,
        _target.NoSpawnBefore);

    private bool IsOfInterest(Generation generation) =>
        generation.Number == _target.Generation || generation.Number == _target.Rollout?.Generation
        || _fleet.Workers.Any(worker => worker.Generation.Number == generation.Number);

    private void NoteReloadEnd(ReloadOutcome outcome)
    {
        _lastReload = new ReloadEnd(outcome, Now);
        if (!_reloadAfterRollout) AnswerReloads(outcome);
    }
}
