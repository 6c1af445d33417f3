using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Master;

public sealed class LeakTests
{
    [Fact]
    public async Task Reloads_and_deaths_leave_no_descriptor_and_no_process_behind()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "2", "--bake", "0s", "--linger", "0s", "--log-level", "debug"));
        for (int generation = 2; generation <= 3; generation++) await ReloadAsync(host, generation);
        int before = Descriptors(host);
        for (int generation = 4; generation <= 8; generation++) await ReloadAsync(host, generation);
        int lines = host.Log.Count;
        int victim = host.Workers[0];
        Signals.Send(victim, UnixSignal.SIGKILL);
        await host.Log.WaitForAsync($@"\({victim}\) died", lines);
        await host.Log.WaitForAsync("of generation 8 is ready", lines);
        // A descriptor that is being closed as this counts is no leak: one that stays is.
        await Patience.UntilAsync(() => Descriptors(host) <= before, "as many descriptors are open as before");
        Assert.Equal(2, host.Workers.Count);
    }

    [Fact]
    public async Task A_host_whose_log_nobody_reads_any_more_serves_on()
    {
        // The log goes to a program that reads one line and leaves.
        await using HostProcess host = HostProcess.Launch(HostLaunch.Run("Misbehaving", "-w", "1") with
        {
            Launcher = "exec \"$@\" 2> >(read -r line; echo \"$line\")",
        });
        await host.ListeningAsync(host.Output);
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal("written", (await HttpConnection.GetOnceAsync(host.EndPoint, "/stderr?text=unread")).Body);
        }


        Assert.Equal(0, await host.StopAsync());
    }

    private static int Descriptors(HostProcess host) => Directory.GetFiles($"/proc/{host.Id}/fd").Length;

    private static async Task ReloadAsync(HostProcess host, int generation)
    {
        int lines = host.Log.Count;
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync($"generation {generation} serves with 2 workers", lines);
        await Patience.UntilAsync(() => host.Workers.Count == 2, "the old workers have left");
    }
}
