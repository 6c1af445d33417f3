using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;
using static AppHost.Host.Master.MasterAction;

namespace AppHost.Tests.Master;

public sealed class PlannerSteadyTests
{
    [Fact]
    public void An_empty_fleet_is_started_with_ids_from_0()
    {
        var situation = new Situation();
        Assert.Equal<MasterAction>([new Spawn(1, 0), new Spawn(1, 1), new Spawn(1, 2), new Spawn(1, 3)], situation.Plan());
    }

    [Fact]
    public void Only_so_many_boot_at_once()
    {
        var situation = new Situation();
        situation.Target = situation.Target with { BootsAtOnce = 2 };
        Assert.Equal<MasterAction>([new Spawn(1, 0), new Spawn(1, 1)], situation.Plan());
    }

    [Fact]
    public void A_worker_that_became_ready_makes_room_for_the_next_to_boot()
    {
        var situation = new Situation();
        situation.Target = situation.Target with { BootsAtOnce = 2 };
        situation.Add(WorkerState.Ready, id: 0);
        situation.Add(WorkerState.Booting, id: 1);
        Assert.Equal<MasterAction>([new Spawn(1, 2)], situation.Plan());
    }

    [Fact]
    public void A_complete_fleet_is_left_alone()
    {
        var situation = new Situation();
        situation.AddReady(4);
        Assert.Empty(situation.Plan());
    }

    [Fact]
    public void A_dead_worker_is_replaced_under_its_id()
    {
        var situation = new Situation();
        foreach (int id in (int[])[0, 2, 3]) situation.Add(WorkerState.Ready, id);
        Assert.Equal<MasterAction>([new Spawn(1, 1)], situation.Plan());
    }

    [Theory]
    [InlineData(WorkerState.Draining)]
    [InlineData(WorkerState.Stopping)]
    public void A_leaving_worker_is_replaced_under_its_id_while_it_still_lives(object state)
    {
        var situation = new Situation();
        foreach (int id in (int[])[0, 1, 2]) situation.Add(WorkerState.Ready, id);
        situation.Add((WorkerState)state, id: 3);
        Assert.Equal<MasterAction>([new Spawn(1, 3)], situation.Plan());
    }

    [Fact]
    public void More_wanted_workers_get_the_next_ids()
    {
        var situation = new Situation();
        situation.AddReady(4);
        situation.Target = situation.Target with { Workers = 6 };
        Assert.Equal<MasterAction>([new Spawn(1, 4), new Spawn(1, 5)], situation.Plan());
    }

    [Fact]
    public void Fewer_wanted_workers_take_the_highest_ids()
    {
        var situation = new Situation();
        situation.AddReady(4);
        situation.Target = situation.Target with { Workers = 2 };
        Assert.Equal<MasterAction>([new Drain(4, ExitReason.ScaleDown), new Drain(3, ExitReason.ScaleDown)], situation.Plan());
    }

    [Fact]
    public void Workers_that_still_boot_leave_before_those_that_serve()
    {
        var situation = new Situation();
        long booting = situation.Add(WorkerState.Booting, id: 0);
        foreach (int id in (int[])[1, 2, 3]) situation.Add(WorkerState.Ready, id);
        situation.Target = situation.Target with { Workers = 2 };
        Assert.Equal<MasterAction>([new Drain(booting, ExitReason.ScaleDown), new Drain(4, ExitReason.ScaleDown)], situation.Plan());
    }

    [Fact]
    public void Nothing_is_started_during_back_off()
    {
        var situation = new Situation();
        situation.AddReady(3);
        situation.Target = situation.Target with { NoSpawnBefore = situation.Now + TimeSpan.FromMilliseconds(1) };
        Assert.Empty(situation.Plan());
        situation.Now = situation.Target.NoSpawnBefore;
        Assert.Equal<MasterAction>([new Spawn(1, 3)], situation.Plan());
    }

    [Fact]
    public void Back_off_does_not_keep_surplus_workers()
    {
        var situation = new Situation();
        situation.AddReady(4);
        situation.Target = situation.Target with { Workers = 3, NoSpawnBefore = TimeSpan.MaxValue };
        Assert.Equal<MasterAction>([new Drain(4, ExitReason.ScaleDown)], situation.Plan());
    }
}
