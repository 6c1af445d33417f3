namespace AppHost.Host.Master;

/// <summary>What others may see.</summary>
internal sealed partial class Master
{
    private volatile HostView? _published;
    private ReloadEnd? _lastReload;
    private PastWorkers _past = PastWorkers.None;
    private string? _workerClass;
    private readonly ShedWatch _shed = new();
    private HighWaterMarks _most;

    /// <summary>Rejections for want of capacity.</summary>
    private static readonly RejectReason[] Overload = [RejectReason.QueueFull, RejectReason.QueueTimeout, RejectReason.Discarded];

    /// <summary>The host after the latest turn of the loop; there from the return of <see cref="RunAsync"/>'s first await on. Any thread.</summary>
    public HostView Published => _published!;

    private void Publish(TimeSpan now) => _published = new HostView(
        now,
        _target.Stop is not StopMode.None ? HostState.Stopping : _everReady ? HostState.Serving : HostState.Starting,
        _target.Generation,
        _target.Workers,
        _workerClass,
        Current.Listeners,
        [.. _generations.All.Select(known => new GenerationView(known.Generation.Number, known.Generation.App.Path, known.State))],
        [
            .. _fleet.Workers.OrderBy(worker => worker.Key).Select(worker => new WorkerHandleView(
                worker.WorkerId, worker.ProcessId, worker.Generation.Number, worker.State, worker.StartedAt, worker.ReadyAt, worker.Reason,
                worker.Region) { Classes = worker.Generation.Settings.ClassNames })
        ],
        _preparing is not null || _ready is not null,
        _target.Rollout,
        _lastReload,
        _past,
        _crashes.InARow,
        _crashes.IsBroken,
        _target.NoSpawnBefore)
    {
        ShedShare = _shed.Observe(
            now,
            _past.Requests + _fleet.Workers.Sum(worker => Volatile.Read(ref worker.Region.Requests)),
            Overload.Sum(reason => _past.Rejected[(int)reason] + _fleet.Workers.Sum(worker => Volatile.Read(ref worker.Region.Rejected(reason))))),
        Most = ObserveLoad(),
    };

    private HighWaterMarks ObserveLoad()
    {
        var together = new HighWaterMarks(0, 0);
        foreach (WorkerHandle worker in _fleet.Workers)
        {
            together = new HighWaterMarks(
                together.Busy + Volatile.Read(ref worker.Region.Busy), together.Queued + Volatile.Read(ref worker.Region.Queued));
            _most = _most.Or(new HighWaterMarks(Volatile.Read(ref worker.Region.MostBusy), Volatile.Read(ref worker.Region.MostQueued)));
        }

        return _most = _most.Or(together);
    }

    private void NoteReloadEnd(ReloadOutcome outcome) => _lastReload = new ReloadEnd(outcome, Now);
}
