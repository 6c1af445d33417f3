using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>
/// Compares what should be with what is, and says what to do next. Pure: no clock, no process, no memory of its own, so
/// that every situation can be written down as a test. The master asks it after each event.
/// </summary>
internal static class Planner
{
    /// <summary>The next actions; none when all is as it should be, or only time can help.</summary>
    /// <param name="workers">All processes that have not exited, in the order of their start.</param>
    /// <param name="now">Monotonic.</param>
    public static IReadOnlyList<MasterAction> Plan(Target target, IReadOnlyList<WorkerView> workers, TimeSpan now)
    {
        var actions = new List<MasterAction>();
        var overdue = new HashSet<long>();
        foreach (WorkerView worker in workers)
        {
            if (Overdue(worker, target, now) is not { } reason) continue;
            overdue.Add(worker.Key);
            actions.Add(new MasterAction.Kill(worker.Key, reason));
        }

        List<WorkerView> rest = [.. workers.Where(w => !overdue.Contains(w.Key))];
        if (target.Stop is StopMode.Announced && now >= target.StopAt) actions.Add(new MasterAction.BeginStop());
        if (target.Stop is StopMode.Graceful or StopMode.Quick) PlanStop(target.Stop, rest, workers.Count, actions);
        else if (target.Rollout is { } rollout) PlanRollout(target, rollout, rest, workers, now, actions);
        else PlanSteady(target, rest, now, actions);
        return actions;
    }

    /// <summary>The next time at which the plan may change without an event; null if never.</summary>
    public static TimeSpan? NextChange(Target target, IReadOnlyList<WorkerView> workers, TimeSpan now)
    {
        IEnumerable<TimeSpan> times = workers.Select(w => w.Deadline)
            .Concat(workers.Where(w => w.Heartbeat is not null).Select(w => w.Heartbeat!.Value + target.HeartbeatTimeout))
            .Append(target.NoSpawnBefore)
            .Append(target.StopAt);
        if (target.Rollout is { Stage: RolloutStage.Bake } rollout) times = times.Append(rollout.Since + rollout.Bake);
        // A state without a limit has the longest of all as its deadline.
        return times.Where(t => t > now && t < TimeSpan.MaxValue).Select(t => (TimeSpan?)t).Min();
    }

    private static ExitReason? Overdue(WorkerView worker, Target target, TimeSpan now) => worker.State switch
    {
        WorkerState.Booting when now >= worker.Deadline => ExitReason.BootTimeout,
        WorkerState.Draining when now >= worker.Deadline => ExitReason.GracefulTimeout,
        WorkerState.Stopping when now >= worker.Deadline => ExitReason.GracefulTimeout,
        // A worker that hangs while it drains is not coming back either.
        WorkerState.Ready or WorkerState.Draining when now - worker.Heartbeat >= target.HeartbeatTimeout => ExitReason.HeartbeatTimeout,
        _ => null,
    };

    private static void PlanStop(StopMode stop, List<WorkerView> workers, int processes, List<MasterAction> actions)
    {
        foreach (WorkerView worker in workers)
        {
            if (stop is StopMode.Quick && worker.State is not WorkerState.Stopping)
            {
                actions.Add(new MasterAction.Quit(worker.Key, ExitReason.Stop));
            }
            else if (worker.State.IsLive())
            {
                actions.Add(new MasterAction.Drain(worker.Key, ExitReason.Stop));
            }
        }

        if (processes == 0) actions.Add(new MasterAction.Finish());
    }

    private static void PlanSteady(Target target, List<WorkerView> workers, TimeSpan now, List<MasterAction> actions)
    {
        List<WorkerView> leftOver = [.. workers.Where(w => w.Generation != target.Generation && w.State.IsLive())];
        PlanServing(target, leftOver, spare: 1, workers, now, actions);
        if (leftOver.Count == 0) PlanRecycling(target, workers, now, actions);
    }

    /// <summary>
    /// One worker at a time: a second one of its id is started, and when that is READY the first one drains. Another follows
    /// only when it has gone, or a slow drain would pile them up.
    /// </summary>
    private static void PlanRecycling(Target target, List<WorkerView> workers, TimeSpan now, List<MasterAction> actions)
    {
        List<WorkerView> live = Live(workers, target.Generation);
        // Over the hard limit there is no time to wait for a replacement: the kernel may take all of them.
        foreach (WorkerView worker in live.Where(w => w.RecycleFor is ExitReason.MemoryHard)) actions.Add(new MasterAction.Drain(worker.Key, ExitReason.MemoryHard));
        if (workers.Any(w => w.RecycleFor is not null && !w.State.IsLive())) return;
        // The one whose replacement is on its way before any other.
        WorkerView? oldest = live
            .Where(w => w.RecycleFor is not (null or ExitReason.MemoryHard))
            .OrderByDescending(w => Replacement(w, live) is not null)
            .FirstOrDefault();
        if (oldest is null) return;
        if (Replacement(oldest, live) is { } replacement)
        {
            // Meanwhile another may have died, or been told to drain: then this one is needed until that is replaced.
            bool spared = live.Count(w => w.State is WorkerState.Ready) > target.Workers;
            if (replacement.State is WorkerState.Ready && spared) actions.Add(new MasterAction.Drain(oldest.Key, oldest.RecycleFor!.Value));
        }
        else if (live.Count == target.Workers && live.TrueForAll(w => w.State is WorkerState.Ready) && now >= target.NoSpawnBefore)
        {
            actions.Add(new MasterAction.Spawn(target.Generation, oldest.WorkerId));
        }
    }

    private static WorkerView? Replacement(WorkerView worker, List<WorkerView> live) =>
        live.Find(w => w.WorkerId == worker.WorkerId && w.Key > worker.Key);

    /// <summary>Brings the serving generation to N.</summary>
    /// <param name="leftOver">Live workers of a failed generation, which serve until they are replaced.</param>
    /// <param name="spare">Workers beyond N that may exist while there are left-over ones.</param>
    private static void PlanServing(
        Target target, List<WorkerView> leftOver, int spare, List<WorkerView> workers, TimeSpan now, List<MasterAction> actions)
    {
        List<WorkerView> live = Live(workers, target.Generation);
        foreach (WorkerView worker in Replaced(leftOver, live, target.Workers))
        {
            ExitReason reason = worker.Generation < target.Generation ? ExitReason.Reload : ExitReason.Rollback;
            actions.Add(new MasterAction.Drain(worker.Key, reason));
        }

        int room = target.Workers + spare - leftOver.Count;
        SpawnUpTo(Math.Min(target.Workers, room), target.Generation, live, workers, target, now, actions);
        // Those that boot go first, they serve nobody; then the highest ids, so that worker 0 stays.
        int replacements = live.Count(w => w.RecycleFor is not null && Replacement(w, live) is not null);
        IEnumerable<WorkerView> surplus = live
            .OrderByDescending(w => w.State is WorkerState.Booting)
            .ThenByDescending(w => w.WorkerId)
            .Take(live.Count - replacements - target.Workers);
        foreach (WorkerView worker in surplus) actions.Add(new MasterAction.Drain(worker.Key, ExitReason.ScaleDown));
    }

    private static void PlanRollout(
        Target target, Rollout rollout, List<WorkerView> workers, IReadOnlyList<WorkerView> processes, TimeSpan now, List<MasterAction> actions)
    {
        List<WorkerView> young = Live(workers, rollout.Generation);
        List<WorkerView> old = [.. workers.Where(w => w.Generation != rollout.Generation && w.State.IsLive())];
        int youngReady = young.Count(w => w.State is WorkerState.Ready);
        int room = target.Workers + rollout.Surge - old.Count;
        switch (rollout.Stage)
        {
            case RolloutStage.FirstBoot:
                // Before the old ones are brought to N: those may be unable to boot, and this reload the cure.
                // Nor is there a second try while the first one is being ended: its exit ends the reload.
                bool failing = processes.Any(w => w.Generation == rollout.Generation && (w.State is WorkerState.Stopping || !workers.Contains(w)));
                if (!failing) SpawnUpTo(Math.Min(1, room), rollout.Generation, young, workers, target, now, actions);
                PlanServing(target, LeftOver(old, target), rollout.Surge - 1, workers, now, actions);
                if (youngReady > 0) actions.Add(new MasterAction.Advance(RolloutStage.Bake));
                break;

            case RolloutStage.Bake:
                PlanServing(target, LeftOver(old, target), rollout.Surge - 1, workers, now, actions);
                if (now - rollout.Since >= rollout.Bake) actions.Add(new MasterAction.Advance(RolloutStage.Roll));
                break;

            case RolloutStage.Roll:
                // The surge bounds how many exist, READY bounds how many may go: capacity never falls below N.
                SpawnUpTo(Math.Min(target.Workers, room), rollout.Generation, young, workers, target, now, actions);
                foreach (WorkerView worker in Replaced(old, young, target.Workers - rollout.Unavailable))
                {
                    actions.Add(new MasterAction.Drain(worker.Key, ExitReason.Reload));
                }

                if (old.Count == 0 && youngReady >= target.Workers) actions.Add(new MasterAction.CompleteRollout());
                break;
        }
    }

    /// <summary>Those that may go: who boots serves nobody, and of those that serve, as many as leave N READY behind.</summary>
    private static IEnumerable<WorkerView> Replaced(List<WorkerView> predecessors, List<WorkerView> successors, int wanted)
    {
        int booting = predecessors.Count(w => w.State is WorkerState.Booting);
        int ready = successors.Count(w => w.State is WorkerState.Ready);
        return predecessors
            .OrderByDescending(w => w.State is WorkerState.Booting)
            .Take(Math.Max(booting, ready + predecessors.Count - wanted));
    }

    private static List<WorkerView> LeftOver(List<WorkerView> old, Target target) => [.. old.Where(w => w.Generation != target.Generation)];

    private static List<WorkerView> Live(List<WorkerView> workers, int generation) =>
        [.. workers.Where(w => w.Generation == generation && w.State.IsLive())];

    private static void SpawnUpTo(
        int wanted, int generation, List<WorkerView> live, List<WorkerView> all, Target target, TimeSpan now, List<MasterAction> actions)
    {
        if (now < target.NoSpawnBefore) return;
        int booting = all.Count(w => w.State is WorkerState.Booting) + actions.OfType<MasterAction.Spawn>().Count();
        HashSet<int> taken = [.. live.Select(w => w.WorkerId)];
        for (int missing = wanted - live.Count; missing > 0 && booting < target.BootsAtOnce; missing--, booting++)
        {
            int id = 0;
            while (!taken.Add(id)) id++;
            actions.Add(new MasterAction.Spawn(generation, id));
        }
    }
}
