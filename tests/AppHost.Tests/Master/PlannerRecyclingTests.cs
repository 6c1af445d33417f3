using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Master;

public sealed class PlannerRecyclingTests
{
    private readonly Situation _situation = new();

    [Fact]
    public void The_replacement_is_started_under_the_same_id_while_the_old_one_serves()
    {
        _situation.AddReady(4);
        _situation.RecycleFor(3, ExitReason.Age);
        Assert.Equal([new MasterAction.Spawn(1, WorkerId: 2)], _situation.Plan());
    }

    [Fact]
    public void Nobody_leaves_while_the_replacement_boots()
    {
        _situation.AddReady(4);
        _situation.RecycleFor(3, ExitReason.Age);
        _situation.Add(WorkerState.Booting, id: 2);
        Assert.Empty(_situation.Plan());
    }

    [Fact]
    public void The_old_one_drains_with_its_reason_when_the_replacement_is_READY()
    {
        _situation.AddReady(4);
        _situation.RecycleFor(3, ExitReason.Requests);
        _situation.Add(WorkerState.Ready, id: 2);
        Assert.Equal([new MasterAction.Drain(3, ExitReason.Requests)], _situation.Plan());
    }

    [Fact]
    public void The_old_one_stays_while_another_one_is_missing()
    {
        _situation.AddReady(3);
        _situation.Add(WorkerState.Booting, id: 3);
        _situation.RecycleFor(3, ExitReason.Recycle);
        _situation.Add(WorkerState.Ready, id: 2);
        Assert.Empty(_situation.Plan());
    }

    [Fact]
    public void The_next_one_waits_until_the_last_one_has_gone()
    {
        long leaving = _situation.Add(WorkerState.Draining, id: 0);
        _situation.RecycleFor(leaving, ExitReason.Age);
        _situation.AddReady(4);
        _situation.RecycleFor(3, ExitReason.Age);
        Assert.Empty(_situation.Plan());
    }

    [Fact]
    public void Of_several_one_is_replaced_at_a_time()
    {
        _situation.AddReady(4);
        for (int key = 1; key <= 4; key++) _situation.RecycleFor(key, ExitReason.Recycle);
        Assert.Equal([new MasterAction.Spawn(1, WorkerId: 0)], _situation.Plan());
    }

    [Fact]
    public void A_replacement_on_its_way_is_finished_before_another_begins()
    {
        _situation.AddReady(4);
        _situation.RecycleFor(1, ExitReason.Age);
        _situation.RecycleFor(4, ExitReason.Age);
        _situation.Add(WorkerState.Ready, id: 3);
        Assert.Equal([new MasterAction.Drain(4, ExitReason.Age)], _situation.Plan());
    }

    [Fact]
    public void Missing_workers_come_before_recycling()
    {
        _situation.AddReady(3);
        _situation.RecycleFor(1, ExitReason.Age);
        Assert.Equal([new MasterAction.Spawn(1, WorkerId: 3)], _situation.Plan());
    }

    [Fact]
    public void Over_the_hard_limit_a_worker_leaves_at_once()
    {
        _situation.AddReady(4);
        _situation.RecycleFor(2, ExitReason.MemoryHard);
        Assert.Contains(new MasterAction.Drain(2, ExitReason.MemoryHard), _situation.Plan());
    }

    [Fact]
    public void Back_off_holds_for_replacements_too()
    {
        _situation.AddReady(4);
        _situation.RecycleFor(1, ExitReason.Age);
        _situation.Target = _situation.Target with { NoSpawnBefore = _situation.Now + TimeSpan.FromSeconds(1) };
        Assert.Empty(_situation.Plan());
    }

    [Fact]
    public void Scaling_down_takes_the_highest_id_and_leaves_the_pair_alone()
    {
        _situation.AddReady(5);
        _situation.RecycleFor(1, ExitReason.Age);
        _situation.Add(WorkerState.Ready, id: 0);
        IReadOnlyList<MasterAction> plan = _situation.Plan();
        Assert.Contains(new MasterAction.Drain(5, ExitReason.ScaleDown), plan);
        Assert.Contains(new MasterAction.Drain(1, ExitReason.Age), plan);
        Assert.Equal(2, plan.Count);
    }

    [Fact]
    public void No_recycling_begins_during_a_reload()
    {
        Situation reloading = Situation.Reloading(RolloutStage.Bake);
        reloading.AddReady(4);
        reloading.Add(WorkerState.Ready, id: 0, generation: 2);
        reloading.RecycleFor(1, ExitReason.Age);
        Assert.Empty(reloading.Plan());
    }
}
