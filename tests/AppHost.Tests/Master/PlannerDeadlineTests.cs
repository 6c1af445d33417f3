using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;
using static AppHost.Host.Master.MasterAction;

namespace AppHost.Tests.Master;

public sealed class PlannerDeadlineTests
{
    [Theory]
    [InlineData(WorkerState.Booting, ExitReason.BootTimeout)]
    [InlineData(WorkerState.Draining, ExitReason.GracefulTimeout)]
    [InlineData(WorkerState.Stopping, ExitReason.GracefulTimeout)]
    public void A_worker_past_its_deadline_is_killed(object state, object reason)
    {
        var situation = new Situation();
        situation.Target = situation.Target with { Workers = 1 };
        situation.Add(WorkerState.Ready, id: 0);
        long late = situation.Add((WorkerState)state, id: 0, deadline: situation.Now);
        Assert.Equal<MasterAction>([new Kill(late, (ExitReason)reason)], situation.Plan());
    }

    [Fact]
    public void A_worker_before_its_deadline_has_time()
    {
        var situation = new Situation();
        situation.AddReady(3);
        situation.Add(WorkerState.Booting, id: 3, deadline: situation.Now + TimeSpan.FromTicks(1));
        Assert.Empty(situation.Plan());
    }

    [Theory]
    [InlineData(WorkerState.Ready)]
    [InlineData(WorkerState.Draining)]
    public void A_worker_whose_loop_stands_still_is_killed(object state)
    {
        var situation = new Situation();
        situation.AddReady(4);
        long hung = situation.Add((WorkerState)state, id: 9, heartbeat: situation.Now - situation.Target.HeartbeatTimeout);
        Assert.Equal<MasterAction>([new Kill(hung, ExitReason.HeartbeatTimeout)], situation.Plan());
    }

    [Fact]
    public void A_killed_worker_is_replaced_in_the_same_plan()
    {
        var situation = new Situation();
        situation.AddReady(3);
        long hung = situation.Add(WorkerState.Ready, id: 3, heartbeat: TimeSpan.Zero);
        Assert.Equal<MasterAction>([new Kill(hung, ExitReason.HeartbeatTimeout), new Spawn(1, 3)], situation.Plan());
    }

    [Fact]
    public void A_heartbeat_that_says_nothing_kills_nobody()
    {
        var situation = new Situation();
        situation.AddReady(4);
        Assert.Empty(situation.Plan());
    }

    [Fact]
    public void A_drain_that_is_out_of_time_is_not_called_a_hang()
    {
        var situation = new Situation();
        situation.AddReady(4);
        long late = situation.Add(WorkerState.Draining, id: 4, deadline: situation.Now, heartbeat: TimeSpan.Zero);
        Assert.Equal<MasterAction>([new Kill(late, ExitReason.GracefulTimeout)], situation.Plan());
    }

    [Fact]
    public void The_next_change_is_the_nearest_deadline()
    {
        var situation = new Situation();
        situation.AddReady(3);
        situation.Add(WorkerState.Booting, id: 3, deadline: situation.Now + TimeSpan.FromSeconds(7));
        situation.Add(WorkerState.Draining, id: 4, deadline: situation.Now + TimeSpan.FromSeconds(3));
        Assert.Equal(situation.Now + TimeSpan.FromSeconds(3), situation.NextChange());
    }

    [Fact]
    public void The_next_change_is_when_the_oldest_heartbeat_runs_out()
    {
        var situation = new Situation();
        situation.Add(WorkerState.Ready, id: 0, heartbeat: situation.Now - TimeSpan.FromSeconds(1));
        situation.Add(WorkerState.Ready, id: 1, heartbeat: situation.Now - TimeSpan.FromSeconds(9));
        Assert.Equal(situation.Now + TimeSpan.FromSeconds(21), situation.NextChange());
    }

    [Fact]
    public void The_next_change_is_the_end_of_back_off()
    {
        var situation = new Situation();
        situation.Target = situation.Target with { NoSpawnBefore = situation.Now + TimeSpan.FromSeconds(2) };
        Assert.Equal(situation.Now + TimeSpan.FromSeconds(2), situation.NextChange());
    }

    [Fact]
    public void The_next_change_is_the_end_of_the_bake()
    {
        Situation situation = Situation.Reloading(RolloutStage.Bake);
        Assert.Equal(situation.Now + TimeSpan.FromSeconds(10), situation.NextChange());
    }

    [Fact]
    public void Times_that_have_passed_are_no_next_change()
    {
        Situation situation = Situation.Reloading(RolloutStage.Bake);
        situation.Add(WorkerState.Stopping, id: 0, deadline: situation.Now + TimeSpan.FromSeconds(1));
        situation.Now += TimeSpan.FromSeconds(11);
        Assert.Null(situation.NextChange());
    }

    [Fact]
    public void A_fleet_at_rest_has_no_next_change()
    {
        var situation = new Situation();
        situation.AddReady(4);
        Assert.Null(situation.NextChange());
    }
}
