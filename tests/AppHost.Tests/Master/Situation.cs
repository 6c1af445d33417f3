using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Master;

/// <summary>A situation for the planner: four workers wanted of generation 1, eight may boot at once, no process yet.</summary>
internal sealed class Situation
{
    private readonly List<WorkerView> _workers = [];

    public Target Target { get; set; } = new(
        Generation: 1,
        Workers: 4,
        Rollout: null,
        StopMode.None,
        NoSpawnBefore: TimeSpan.Zero,
        BootsAtOnce: 8,
        HeartbeatTimeout: TimeSpan.FromSeconds(30));

    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(1000);

    /// <summary>A reload to generation 2, at some stage since now.</summary>
    public static Situation Reloading(RolloutStage stage, int surge = 1)
    {
        var situation = new Situation();
        var rollout = new Rollout(Generation: 2, stage, Since: situation.Now, Bake: TimeSpan.FromSeconds(10), surge);
        situation.Target = situation.Target with { Rollout = rollout };
        return situation;
    }

    /// <summary>A worker in a state for which it still has time; its key is the count of workers so far.</summary>
    public long Add(WorkerState state, int id, int generation = 1, TimeSpan? deadline = null, TimeSpan? heartbeat = null)
    {
        long key = _workers.Count + 1;
        TimeSpan until = deadline ?? (state is WorkerState.Ready ? TimeSpan.MaxValue : Now + TimeSpan.FromSeconds(10));
        _workers.Add(new WorkerView(key, id, generation, state, heartbeat, until));
        return key;
    }

    /// <summary>READY workers with ids from 0; their keys go up likewise.</summary>
    public void AddReady(int count, int generation = 1)
    {
        for (int id = 0; id < count; id++) Add(WorkerState.Ready, id, generation);
    }

    /// <summary>Marks a worker to be replaced.</summary>
    public void RecycleFor(long key, ExitReason reason) => _workers[(int)key - 1] = _workers[(int)key - 1] with { RecycleFor = reason };

    public IReadOnlyList<MasterAction> Plan() => Planner.Plan(Target, _workers, Now);

    public TimeSpan? NextChange() => Planner.NextChange(Target, _workers, Now);
}
