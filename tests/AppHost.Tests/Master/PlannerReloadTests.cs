using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;
using static AppHost.Host.Master.MasterAction;

namespace AppHost.Tests.Master;

public sealed class PlannerReloadTests
{
    [Fact]
    public void A_reload_begins_with_one_new_worker_beside_all_old_ones()
    {
        Situation situation = Situation.Reloading(RolloutStage.FirstBoot, surge: 3);
        situation.AddReady(4);
        Assert.Equal<MasterAction>([new Spawn(2, 0)], situation.Plan());
    }

    [Fact]
    public void The_first_new_worker_boots_before_dead_old_ones_are_replaced()
    {
        // Otherwise a generation that no longer boots would keep out the one that mends it.
        Situation situation = Situation.Reloading(RolloutStage.FirstBoot);
        situation.Target = situation.Target with { BootsAtOnce = 2 };
        situation.AddReady(1);
        Assert.Equal<MasterAction>([new Spawn(2, 0), new Spawn(1, 1)], situation.Plan());
    }

    [Fact]
    public void There_is_no_second_try_while_a_first_worker_that_hangs_is_ended()
    {
        Situation situation = Situation.Reloading(RolloutStage.FirstBoot);
        situation.AddReady(4);
        long hanging = situation.Add(WorkerState.Booting, id: 0, generation: 2, deadline: situation.Now);
        Assert.Equal<MasterAction>([new Kill(hanging, ExitReason.BootTimeout)], situation.Plan());

        situation = Situation.Reloading(RolloutStage.FirstBoot);
        situation.AddReady(4);
        situation.Add(WorkerState.Stopping, id: 0, generation: 2);
        Assert.Empty(situation.Plan());
    }

    [Fact]
    public void A_ready_first_worker_is_watched_next()
    {
        Situation situation = Situation.Reloading(RolloutStage.FirstBoot);
        situation.AddReady(4);
        situation.AddReady(1, generation: 2);
        Assert.Equal<MasterAction>([new Advance(RolloutStage.Bake)], situation.Plan());
    }

    [Fact]
    public void Nothing_else_happens_during_the_bake()
    {
        Situation situation = Situation.Reloading(RolloutStage.Bake);
        situation.AddReady(4);
        situation.AddReady(1, generation: 2);
        situation.Now += TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1);
        Assert.Empty(situation.Plan());
        situation.Now += TimeSpan.FromTicks(1);
        Assert.Equal<MasterAction>([new Advance(RolloutStage.Roll)], situation.Plan());
    }

    [Theory]
    [InlineData(RolloutStage.FirstBoot)]
    [InlineData(RolloutStage.Bake)]
    public void Old_workers_that_die_before_the_roll_are_replaced(object stage)
    {
        Situation situation = Situation.Reloading((RolloutStage)stage);
        situation.AddReady(3);
        situation.Add(WorkerState.Booting, id: 0, generation: 2);
        Assert.Equal<MasterAction>([new Spawn(1, 3)], situation.Plan());
    }

    [Fact]
    public void A_scale_down_during_the_bake_does_not_wait_for_its_end()
    {
        Situation situation = Situation.Reloading(RolloutStage.Bake);
        situation.Target = situation.Target with { Workers = 3 };
        situation.AddReady(4);
        situation.AddReady(1, generation: 2);
        Assert.Equal<MasterAction>([new Drain(4, ExitReason.ScaleDown)], situation.Plan());
    }

    [Fact]
    public void Each_ready_new_worker_lets_one_old_one_go()
    {
        Situation situation = Situation.Reloading(RolloutStage.Roll);
        situation.AddReady(4);
        situation.AddReady(1, generation: 2);
        Assert.Equal<MasterAction>([new Drain(1, ExitReason.Reload)], situation.Plan());
    }

    [Fact]
    public void Old_workers_stay_until_new_ones_are_ready()
    {
        Situation situation = Situation.Reloading(RolloutStage.Roll);
        situation.AddReady(3);
        situation.Add(WorkerState.Ready, id: 0, generation: 2);
        situation.Add(WorkerState.Booting, id: 1, generation: 2);
        Assert.Empty(situation.Plan());
    }

    [Fact]
    public void New_workers_come_in_steps_of_the_surge()
    {
        Situation situation = Situation.Reloading(RolloutStage.Roll, surge: 2);
        situation.AddReady(4);
        Assert.Equal<MasterAction>([new Spawn(2, 0), new Spawn(2, 1)], situation.Plan());
    }

    [Fact]
    public void A_surge_beyond_N_starts_no_more_than_N()
    {
        Situation situation = Situation.Reloading(RolloutStage.Roll, surge: 100);
        situation.Target = situation.Target with { BootsAtOnce = 100 };
        situation.AddReady(4);
        Assert.Equal(4, situation.Plan().OfType<Spawn>().Count());
    }

    [Fact]
    public void Old_workers_that_still_boot_go_first_and_at_once()
    {
        Situation situation = Situation.Reloading(RolloutStage.Roll);
        situation.AddReady(3);
        long booting = situation.Add(WorkerState.Booting, id: 3);
        situation.AddReady(1, generation: 2);
        Assert.Equal<MasterAction>([new Drain(booting, ExitReason.Reload)], situation.Plan());
    }

    [Fact]
    public void The_last_old_worker_that_left_completes_the_reload()
    {
        Situation situation = Situation.Reloading(RolloutStage.Roll);
        situation.Add(WorkerState.Draining, id: 0);
        situation.AddReady(4, generation: 2);
        Assert.Equal<MasterAction>([new CompleteRollout()], situation.Plan());
    }

    [Fact]
    public void A_reload_is_not_complete_while_a_new_worker_boots()
    {
        Situation situation = Situation.Reloading(RolloutStage.Roll);
        situation.AddReady(3, generation: 2);
        situation.Add(WorkerState.Booting, id: 3, generation: 2);
        Assert.Empty(situation.Plan());
    }

    [Fact]
    public void After_a_rollback_the_failed_generation_serves_until_its_predecessors_are_back()
    {
        var situation = new Situation();
        situation.AddReady(1);
        situation.AddReady(3, generation: 2);
        Assert.Equal<MasterAction>([new Spawn(1, 1)], situation.Plan());
        situation.Add(WorkerState.Ready, id: 1);
        Assert.Contains(new Drain(2, ExitReason.Rollback), situation.Plan());
        Assert.Single(situation.Plan().OfType<Drain>());
    }

    [Fact]
    public void After_a_rollback_workers_of_the_failed_generation_that_still_boot_go_at_once()
    {
        var situation = new Situation();
        situation.AddReady(4);
        situation.Add(WorkerState.Booting, id: 0, generation: 2);
        Assert.Equal<MasterAction>([new Drain(5, ExitReason.Rollback)], situation.Plan());
    }

    [Fact]
    public void Left_over_workers_of_an_older_generation_go_because_of_the_reload()
    {
        var situation = new Situation();
        situation.Target = situation.Target with { Generation = 3 };
        situation.AddReady(4, generation: 3);
        situation.Add(WorkerState.Ready, id: 0, generation: 2);
        Assert.Equal<MasterAction>([new Drain(5, ExitReason.Reload)], situation.Plan());
    }

    [Fact]
    public void A_reload_right_after_a_rollback_keeps_what_serves_and_starts_its_own_first_worker()
    {
        Situation situation = Situation.Reloading(RolloutStage.FirstBoot);
        situation.Target = situation.Target with { Rollout = situation.Target.Rollout! with { Generation = 3 } };
        situation.AddReady(1);
        situation.AddReady(3, generation: 2);
        Assert.Equal<MasterAction>([new Spawn(3, 0)], situation.Plan());
    }

    [Fact]
    public void Workers_that_may_be_missing_go_before_their_successors_are_READY()
    {
        Situation situation = Situation.Reloading(RolloutStage.Roll);
        situation.Target = situation.Target with { Rollout = situation.Target.Rollout! with { Unavailable = 1 } };
        situation.AddReady(4);
        situation.Add(WorkerState.Ready, id: 0, generation: 2);
        Assert.Equal(2, situation.Plan().OfType<MasterAction.Drain>().Count());
    }
}
