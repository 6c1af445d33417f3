using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Master;

public sealed class ScaleTests
{
    [Fact]
    public async Task TTIN_adds_a_worker_and_TTOU_takes_the_last_one_away()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "2", "--log-level", "debug", "--linger", "0s"));
        int[] first = [.. host.Workers.Order()];
        host.Signal(UnixSignal.SIGTTIN);
        await host.Log.WaitForAsync("Workers wanted from now on: 3");
        await host.Log.WaitForAsync("Worker 2 .* is ready");
        Assert.Equal(3, host.Workers.Count);

        host.Signal(UnixSignal.SIGTTOU);
        await host.Log.WaitForAsync("Worker 2 .* drains: ScaleDown");
        await host.Log.WaitForAsync("Worker 2 .* has left: ScaleDown, exit code 0");
        Assert.Equal(first, host.Workers.Order());

        host.Signal(UnixSignal.SIGTTOU);
        await host.Log.WaitForAsync("Worker 1 .* has left: ScaleDown, exit code 0");
        // One is the least.
        int before = host.Log.Count;
        host.Signal(UnixSignal.SIGTTOU);
        // Of two pending signals the kernel delivers the lower number first, TTIN: so one at a time.
        await host.Log.WaitForAsync("it stays at 1", before);
        host.Signal(UnixSignal.SIGTTIN);
        await host.Log.WaitForAsync("Workers wanted from now on: 2", before);
        await host.Log.WaitForAsync("Worker 1 .* is ready", before);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
    }

    [Fact]
    public async Task A_count_that_was_changed_by_signal_survives_a_reload()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "1", "--log-level", "debug", "--bake", "0s", "--linger", "0s"));
        host.Signal(UnixSignal.SIGTTIN);
        await host.Log.WaitForAsync("Worker 1 .* is ready");
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 serves with 2 workers");
    }
}
