using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Master;

public sealed class WorkerLifeTests
{
    [Theory]
    [InlineData(WorkerState.None, WorkerTrigger.Ready, WorkerState.None)]
    [InlineData(WorkerState.None, WorkerTrigger.Drain, WorkerState.None)]
    [InlineData(WorkerState.None, WorkerTrigger.Stop, WorkerState.None)]
    [InlineData(WorkerState.None, WorkerTrigger.Exit, WorkerState.None)]
    [InlineData(WorkerState.Booting, WorkerTrigger.Ready, WorkerState.Ready)]
    [InlineData(WorkerState.Booting, WorkerTrigger.Drain, WorkerState.Stopping)]
    [InlineData(WorkerState.Booting, WorkerTrigger.Stop, WorkerState.Stopping)]
    [InlineData(WorkerState.Booting, WorkerTrigger.Exit, WorkerState.Exited)]
    [InlineData(WorkerState.Ready, WorkerTrigger.Ready, WorkerState.Ready)]
    [InlineData(WorkerState.Ready, WorkerTrigger.Drain, WorkerState.Draining)]
    [InlineData(WorkerState.Ready, WorkerTrigger.Stop, WorkerState.Stopping)]
    [InlineData(WorkerState.Ready, WorkerTrigger.Exit, WorkerState.Exited)]
    [InlineData(WorkerState.Draining, WorkerTrigger.Ready, WorkerState.Draining)]
    [InlineData(WorkerState.Draining, WorkerTrigger.Drain, WorkerState.Draining)]
    [InlineData(WorkerState.Draining, WorkerTrigger.Stop, WorkerState.Stopping)]
    [InlineData(WorkerState.Draining, WorkerTrigger.Exit, WorkerState.Exited)]
    [InlineData(WorkerState.Stopping, WorkerTrigger.Ready, WorkerState.Stopping)]
    [InlineData(WorkerState.Stopping, WorkerTrigger.Drain, WorkerState.Stopping)]
    [InlineData(WorkerState.Stopping, WorkerTrigger.Stop, WorkerState.Stopping)]
    [InlineData(WorkerState.Stopping, WorkerTrigger.Exit, WorkerState.Exited)]
    [InlineData(WorkerState.Exited, WorkerTrigger.Ready, WorkerState.Exited)]
    [InlineData(WorkerState.Exited, WorkerTrigger.Drain, WorkerState.Exited)]
    [InlineData(WorkerState.Exited, WorkerTrigger.Stop, WorkerState.Exited)]
    [InlineData(WorkerState.Exited, WorkerTrigger.Exit, WorkerState.Exited)]
    public void Each_state_answers_each_trigger(object state, object trigger, object next) =>
        Assert.Equal(next, WorkerLife.Next((WorkerState)state, (WorkerTrigger)trigger));

    [Fact]
    public void Only_those_that_boot_or_serve_count_as_wanted_workers() =>
        Assert.Equal([WorkerState.Booting, WorkerState.Ready], Enum.GetValues<WorkerState>().Where(s => s.IsLive()));
}
