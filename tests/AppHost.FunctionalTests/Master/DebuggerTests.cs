using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Master;

public sealed class DebuggerTests
{
    [Fact]
    public async Task A_worker_that_a_debugger_holds_is_not_killed_and_serves_on_afterwards()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "2", "--heartbeat-timeout", "1s", "--log-level", "debug"));
        int[] workers = [.. host.Workers.Order()];
        using (Debugger.Hold(workers[0]))
        {
            // The other one is stopped in the way that does count: when it has been replaced, the time was long enough.
            Signals.Send(workers[1], UnixSignal.SIGSTOP);
            await host.Log.WaitForAsync($@"\({workers[1]}\) is killed: HeartbeatTimeout");
            await host.Log.WaitForAsync($@"\({workers[1]}\) has left");
        }

        await Patience.UntilAsync(
            async () => (await HttpConnection.GetOnceAsync(host.EndPoint, "/pid")).Body == $"{workers[0]}", "the worker that was held answers");
        Assert.Equal(0, host.Log.CountOf($@"\({workers[0]}\) is killed"));
    }
}
