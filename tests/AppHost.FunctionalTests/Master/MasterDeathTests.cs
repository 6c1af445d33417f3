using System.Globalization;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Master;

/// <summary>kill -9 of the master.</summary>
public sealed class MasterDeathTests
{
    [Fact]
    public async Task Workers_leave_and_a_new_master_takes_the_port_at_once()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "2"));
        using var held = new HeldRequests(host);
        int holder = await held.HoldAsync();
        int idle = host.Workers.Single(id => id != holder);
        host.Signal(UnixSignal.SIGKILL);
        Assert.Equal(128 + 9, await host.ExitAsync());

        await using HostProcess next = await HostProcess.StartAsync(
            HostLaunch.RunAt($"http://127.0.0.1:{host.Port.ToString(CultureInfo.InvariantCulture)}", "Probe", "-w", "1"));
        int[] workers = [.. next.Workers];
        Assert.Contains((await HttpConnection.GetOnceAsync(next.EndPoint, "/pid")).Body, workers.Select(id => $"{id}"));
        await host.GoneAsync(idle);

        // The request that ran all the while is answered by its orphaned worker.
        Assert.Contains(holder, host.Workers);
        held.Release();
        await HeldRequests.ReceiveRestAsync(held.Clients[0]);
        await host.GoneAsync(holder);
    }

    [Fact]
    public async Task A_socket_file_that_a_killed_master_left_is_taken_over()
    {
        using var folder = new TemporaryFolder();
        HostLaunch launch = HostLaunch.RunAt($"unix:{folder["app.sock"]}", "Probe", "-w", "1") with { SocketFiles = [folder["app.sock"]] };
        HostProcess host = await HostProcess.StartAsync(launch with { SocketFiles = [] });
        int worker = host.Workers.Single();
        host.Signal(UnixSignal.SIGKILL);
        await host.ExitAsync();
        await host.GoneAsync(worker);
        await host.DisposeAsync();
        Assert.True(File.Exists(folder["app.sock"]));

        await using HostProcess next = await HostProcess.StartAsync(launch);
        var endPoint = new System.Net.Sockets.UnixDomainSocketEndPoint(folder["app.sock"]);
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(endPoint, "/")).Body);
    }

    [Fact]
    public async Task Workers_that_boot_when_the_master_dies_leave_as_well()
    {
        await using HostProcess host = HostProcess.Launch(HostLaunch.Run("SlowBoot", "-w", "2", "--env", "APP_BOOT_MS=1000"));
        await Patience.UntilAsync(() => host.Workers.Count > 0, "a worker boots");
        host.Signal(UnixSignal.SIGKILL);
        await host.ExitAsync();
        await Patience.UntilAsync(() => host.Workers.Count == 0, "no worker is left");
    }

    [Fact]
    public async Task A_master_that_stood_still_kills_nobody()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "2", "--heartbeat-timeout", "2s"));
        int[] workers = [.. host.Workers.Order()];
        // All of them, as when the machine sleeps; the workers first.
        foreach (int worker in workers) Signals.Send(worker, UnixSignal.SIGSTOP);
        host.Signal(UnixSignal.SIGSTOP);
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        host.Signal(UnixSignal.SIGCONT);
        foreach (int worker in workers) Signals.Send(worker, UnixSignal.SIGCONT);

        host.Signal(UnixSignal.SIGTTIN);
        await host.Log.WaitForAsync("Workers wanted from now on: 3");
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
        Assert.Equal(0, host.Log.CountOf("is killed"));
        Assert.All(workers, worker => Assert.Contains(worker, host.Workers));
    }
}
