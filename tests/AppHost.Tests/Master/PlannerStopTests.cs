using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;
using static AppHost.Host.Master.MasterAction;

namespace AppHost.Tests.Master;

public sealed class PlannerStopTests
{
    [Fact]
    public void A_graceful_stop_drains_all_that_live_once()
    {
        Situation situation = Stopping(StopMode.Graceful);
        situation.Add(WorkerState.Booting, id: 0);
        situation.Add(WorkerState.Ready, id: 1);
        situation.Add(WorkerState.Draining, id: 2);
        situation.Add(WorkerState.Stopping, id: 3);
        Assert.Equal<MasterAction>([new Drain(1, ExitReason.Stop), new Drain(2, ExitReason.Stop)], situation.Plan());
    }

    [Fact]
    public void A_quick_stop_also_hurries_those_that_drain()
    {
        Situation situation = Stopping(StopMode.Quick);
        situation.Add(WorkerState.Booting, id: 0);
        situation.Add(WorkerState.Ready, id: 1);
        situation.Add(WorkerState.Draining, id: 2);
        situation.Add(WorkerState.Stopping, id: 3);
        Assert.Equal<MasterAction>(
            [new Quit(1, ExitReason.Stop), new Quit(2, ExitReason.Stop), new Quit(3, ExitReason.Stop)], situation.Plan());
    }

    [Fact]
    public void A_stop_starts_nobody_and_ends_a_reload()
    {
        Situation situation = Situation.Reloading(RolloutStage.Roll);
        situation.Target = situation.Target with { Stop = StopMode.Graceful };
        situation.Add(WorkerState.Draining, id: 0);
        Assert.Empty(situation.Plan());
    }

    [Fact]
    public void A_worker_that_does_not_leave_in_time_is_killed_and_not_told_again()
    {
        Situation situation = Stopping(StopMode.Quick);
        situation.Add(WorkerState.Draining, id: 0, deadline: situation.Now);
        Assert.Equal<MasterAction>([new Kill(1, ExitReason.GracefulTimeout)], situation.Plan());
    }

    [Theory]
    [InlineData(StopMode.Graceful)]
    [InlineData(StopMode.Quick)]
    public void The_last_exit_finishes_the_host(object mode) =>
        Assert.Equal<MasterAction>([new Finish()], Stopping((StopMode)mode).Plan());

    [Fact]
    public void A_process_that_was_killed_but_not_seen_to_exit_keeps_the_host()
    {
        Situation situation = Stopping(StopMode.Graceful);
        situation.Add(WorkerState.Stopping, id: 0);
        Assert.Empty(situation.Plan());
    }

    private static Situation Stopping(StopMode mode)
    {
        var situation = new Situation();
        situation.Target = situation.Target with { Stop = mode };
        return situation;
    }

    [Fact]
    public void An_announced_stop_goes_on_as_before_until_its_delay_is_over()
    {
        var situation = new Situation();
        situation.AddReady(3);
        situation.Target = situation.Target with { Stop = StopMode.Announced, StopAt = situation.Now + TimeSpan.FromSeconds(5) };
        Assert.Equal([new MasterAction.Spawn(1, WorkerId: 3)], situation.Plan());
        Assert.Equal(situation.Now + TimeSpan.FromSeconds(5), situation.NextChange());

        situation.Now += TimeSpan.FromSeconds(5);
        Assert.Contains(new MasterAction.BeginStop(), situation.Plan());
    }
}
