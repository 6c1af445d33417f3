using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>All worker processes that have not exited. Master's loop only.</summary>
internal sealed class Fleet
{
    private readonly Dictionary<long, WorkerHandle> _workers = [];
    private readonly SortedSet<int> _regions = [];
    private long _lastKey;

    public IReadOnlyCollection<WorkerHandle> Workers => _workers.Values;

    public long NextKey() => ++_lastKey;

    /// <summary>The lowest region of the scoreboard that no process uses; -1 if all are in use.</summary>
    public int FreeRegion()
    {
        int region = 0;
        while (_regions.Contains(region)) region++;
        return region < ScoreboardLayout.Regions ? region : -1;
    }

    public void Add(WorkerHandle worker)
    {
        _workers.Add(worker.Key, worker);
        _regions.Add(worker.Region.Index);
    }

    /// <summary>The worker, or null if it has exited meanwhile.</summary>
    public WorkerHandle? Find(long key) => _workers.GetValueOrDefault(key);

    public void Remove(WorkerHandle worker)
    {
        _workers.Remove(worker.Key);
        _regions.Remove(worker.Region.Index);
    }

    /// <summary>The workers as the planner sees them, in the order of their start.</summary>
    /// <param name="heartbeatsCount">False right after the master itself stood still: then nobody's silence means anything.</param>
    public IReadOnlyList<WorkerView> View(bool heartbeatsCount) =>
    [
        .. _workers.Values.OrderBy(w => w.Key).Select(w => new WorkerView(
            w.Key,
            w.WorkerId,
            w.Generation.Number,
            w.State,
            heartbeatsCount ? w.Heartbeat : null,
            w.Deadline,
            w.RecycleFor))
    ];

    /// <summary>The youngest heartbeat of all; null if nobody has one.</summary>
    public TimeSpan? YoungestHeartbeat() => _workers.Values.Max(worker => worker.Heartbeat);
}
