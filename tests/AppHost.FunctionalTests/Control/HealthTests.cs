using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Control;

/// <summary>The address for probes.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_host_that_serves_lives_and_is_ready_also_when_full()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "1", "--threads", "1", "--health", "http://127.0.0.1:0", "--log-level", "debug"));
        IPEndPoint health = await HealthOf(host);
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        Assert.Equal((200, "ok\n"), await AskAsync(health, "/livez"));
        Assert.Equal((200, "ok\n"), await AskAsync(health, "/readyz"));
        Assert.Equal(404, (await AskAsync(health, "/v1/status")).Status);
    }

    [Fact]
    public async Task A_host_that_starts_lives_and_is_not_ready()
    {
        await using HostProcess host = HostProcess.Launch(
            HostLaunch.Run("HangingBoot", "-w", "1", "--health", "http://127.0.0.1:0", "--log-level", "debug"));
        IPEndPoint health = await HealthOf(host);
        Assert.Equal((200, "ok\n"), await AskAsync(health, "/livez"));
        Assert.Equal((503, "the host is starting\n"), await AskAsync(health, "/readyz"));
    }

    [Fact]
    public async Task A_host_that_drains_lives_and_is_not_ready()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "1", "--health", "http://127.0.0.1:0", "--log-level", "debug"));
        IPEndPoint health = await HealthOf(host);
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        host.Signal(UnixSignal.SIGTERM);
        await host.Log.WaitForAsync("Stopping \\(Graceful\\)");
        Assert.Equal((503, "the host is stopping\n"), await AskAsync(health, "/readyz"));
        Assert.Equal((200, "ok\n"), await AskAsync(health, "/livez"));
    }

    [Fact]
    public async Task An_address_that_is_taken_stops_the_start()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1"));
        CommandResult second = await HostProcess.RunToEndAsync(HostLaunch.Run("Probe", "--health", $"http://127.0.0.1:{host.Port}"));
        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"cannot bind http://127.0.0.1:{host.Port}", second.Errors, StringComparison.Ordinal);
    }

    private static async Task<IPEndPoint> HealthOf(HostProcess host)
    {
        Match line = await host.Log.WaitForAsync(@"Control: answers on 127\.0\.0\.1:(?<port>\d+)");
        return new IPEndPoint(IPAddress.Loopback, int.Parse(line.Groups["port"].Value, CultureInfo.InvariantCulture));
    }

    private static async Task<(int Status, string Body)> AskAsync(IPEndPoint health, string path)
    {
        HttpReply reply = await HttpConnection.GetOnceAsync(health, path);
        return (reply.Status, reply.Body);
    }
}
