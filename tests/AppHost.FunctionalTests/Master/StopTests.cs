using System.Net.Sockets;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Master;

/// <summary>How a host ends.</summary>
public abstract class StopTests(ServedApp served)
{
    [Fact]
    public async Task A_running_request_is_answered_before_the_host_ends()
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run("Probe", "-w", "2"));
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        HttpConnection unanswered = await held.SendAsync();
        host.Signal(UnixSignal.SIGTERM);
        await host.Log.WaitForAsync("Worker 1 .* drains: Stop");
        held.Release();
        await HeldRequests.ReceiveRestAsync(held.Clients[0]);
        Assert.Equal(200, (await unanswered.ReceiveAsync()).Status);
        Assert.Equal(0, await host.ExitAsync());
        await AssertRefusedAsync(host);
    }

    [Fact]
    public async Task An_idle_connection_gets_one_more_answer_and_is_told_to_close()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            served.Run("Probe", "-w", "1", "--linger", "10m", "--graceful-timeout", "10m"));
        using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        Assert.False((await client.GetAsync("/")).Closes);
        host.Signal(UnixSignal.SIGTERM);
        await host.Log.WaitForAsync("drains: Stop");
        await RefusedAsync(host);
        HttpReply last = await client.GetAsync("/");
        Assert.Equal(200, last.Status);
        Assert.True(last.Closes);
        Assert.Equal("", await client.ReceiveToEndAsync());
        Assert.Equal(0, await host.ExitAsync());
    }

    [Fact]
    public async Task A_request_that_runs_when_its_worker_drains_is_the_last_of_its_connection()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            served.Run("Probe", "-w", "1", "-k", "sync", "--linger", "10m", "--graceful-timeout", "10m"));
        using var held = new HeldRequests(host);
        HttpConnection client = await held.SendAsync();
        host.Signal(UnixSignal.SIGTERM);
        await host.Log.WaitForAsync("drains: Stop");
        await RefusedAsync(host);
        held.Release();
        HttpReply reply = await client.ReceiveAsync();
        Assert.Equal(200, reply.Status);
        Assert.True(reply.Closes);
        Assert.Equal(0, await host.ExitAsync());
    }

    [Fact]
    public async Task Connections_that_wait_in_the_kernel_are_served_before_the_host_ends()
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run(
            "Probe", "-w", "1", "-k", "sync",
            "--queue", "1", "--queue-policy", "caller-runs", "--queue-timeout", "10m", "--graceful-timeout", "10m"));
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        // One waits in the worker, the others in front of it.
        List<HttpConnection> clients = [];
        for (int i = 0; i < 5; i++) clients.Add(await held.SendAsync());
        host.Signal(UnixSignal.SIGTERM);
        // While the request still runs: who comes now must not wait for nothing.
        await RefusedAsync(host);
        held.Release();
        foreach (HttpConnection client in clients) Assert.Equal(200, (await client.ReceiveAsync()).Status);
        Assert.Equal(0, await host.ExitAsync());
    }

    [Theory]
    [InlineData(UnixSignal.SIGINT, UnixSignal.SIGINT)]
    [InlineData(UnixSignal.SIGTERM, UnixSignal.SIGQUIT)]
    [InlineData(UnixSignal.SIGQUIT, null)]
    public async Task An_impatient_stop_waits_for_no_request(UnixSignal first, UnixSignal? second)
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run("Probe", "-w", "2", "--graceful-timeout", "10m"));
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        host.Signal(first);
        if (second is { } next)
        {
            await host.Log.WaitForAsync(@"Stopping \(Graceful\)");
            host.Signal(next);
        }

        Assert.Equal(0, await host.ExitAsync());
        await host.Log.WaitForAsync(@"Stopping \(Quick\)");
        await host.Log.WaitForAsync("running: GET /hold");
        await AssertRefusedAsync(host);
    }

    [Fact]
    public async Task A_stuck_request_does_not_keep_the_host()
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run("Probe", "-w", "2", "--graceful-timeout", "1s"));
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        Assert.Equal(0, await host.StopAsync());
        await AssertRefusedAsync(host);
    }

    [Fact]
    public async Task Workers_that_linger_after_a_reload_do_not_keep_the_host()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("appserver.yaml", """
            bind: ["http://127.0.0.1:0"]
            workers: 1
            reload: { bake: 0s }
            linger: { reload: 10m, stop: 0s }
            graceful-timeout: { reload: 10m, stop: 1s }
            """);
        await using HostProcess host = await HostProcess.StartAsync(new HostLaunch("run", "-c", file, served.Path("Probe")));
        using HttpConnection idle = await HttpConnection.ConnectAsync(host.EndPoint);
        Assert.Equal(200, (await idle.GetAsync("/")).Status);
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 serves");
        Assert.Equal(2, host.Workers.Count);
        Assert.Equal(0, await host.StopAsync());
    }

    [Fact]
    public async Task A_shutdown_delay_puts_the_stop_off_until_it_is_over_or_a_second_signal_comes()
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run("Probe", "-w", "1", "--shutdown-delay", "100ms"));
        Assert.Equal(0, await host.StopAsync());

        await using HostProcess patient = await HostProcess.StartAsync(served.Run("Probe", "-w", "1", "--shutdown-delay", "10m"));
        patient.Signal(UnixSignal.SIGTERM);
        await patient.Log.WaitForAsync("serving on for 600000 ms");
        HttpReply reply = await HttpConnection.GetOnceAsync(patient.EndPoint, "/");
        Assert.Equal((200, false), (reply.Status, reply.Closes));
        Assert.Equal(0, await patient.StopAsync());
    }

    [Fact]
    public async Task Signals_that_race_never_hang_a_host_nor_change_how_it_ends()
    {
        for (int i = 0; i < 5; i++)
        {
            await using HostProcess host = await HostProcess.StartAsync(
                served.Run("Probe", "-w", "1", "--bake", "0s", "--graceful-timeout", "2s"));
            foreach (UnixSignal signal in (UnixSignal[])[UnixSignal.SIGHUP, UnixSignal.SIGTTIN, UnixSignal.SIGHUP, UnixSignal.SIGTERM])
            {
                host.TrySignal(signal);
                await Task.Delay(Random.Shared.Next(50), TestContext.Current.CancellationToken);
            }

            // To its very last moment.
            while (!host.HasExited)
            {
                host.TrySignal(UnixSignal.SIGHUP);
                host.TrySignal(UnixSignal.SIGTERM);
                host.TrySignal(UnixSignal.SIGTTOU);
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            Assert.Equal(0, await host.ExitAsync());
        }
    }

    /// <summary>Waits until nobody listens any more. A connection made meanwhile counts among those that waited.</summary>
    private static async Task RefusedAsync(HostProcess host)
    {
        using CancellationTokenSource patience = Patience.Start();
        while (!await IsRefusedAsync(host))
        {
            Assert.False(patience.IsCancellationRequested, $"The host still listens. Its log:\n{host.Log.Text}");
        }
    }

    private static async Task AssertRefusedAsync(HostProcess host) => Assert.True(await IsRefusedAsync(host));

    private static async Task<bool> IsRefusedAsync(HostProcess host)
    {
        try
        {
            using HttpConnection connection = await HttpConnection.ConnectAsync(host.EndPoint);
            return false;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
        {
            // A reset met the very moment of the closing.
            return exception.SocketErrorCode is SocketError.ConnectionRefused;
        }
    }
}
