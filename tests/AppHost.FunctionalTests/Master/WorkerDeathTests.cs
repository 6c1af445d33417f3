using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Master;

/// <summary>Workers that die, hang or are told to leave by somebody else.</summary>
public abstract class WorkerDeathTests(ServedApp served)
{
    [Fact]
    public async Task A_killed_worker_is_replaced_under_the_same_id_and_takes_only_its_own_connections_with_it()
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run("Probe", "-w", "2", "--log-level", "debug"));
        (HttpConnection doomed, int victim) = await ConnectAsync(host, id => true);
        (HttpConnection other, int survivor) = await ConnectAsync(host, id => id != victim);
        string id = (await doomed.GetAsync("/worker")).Body.Split(' ')[0];

        int before = host.Log.Count;
        Signals.Send(victim, UnixSignal.SIGKILL);
        await host.Log.WaitForAsync($@"Worker {id} \({victim}\) died: SIGKILL \(killed from outside; out of memory\?\)", before);
        await host.Log.WaitForAsync($@"Worker {id} \(\d+\) of generation 1 is ready", before);
        Assert.Equal($"{survivor}", (await other.GetAsync("/pid")).Body);
        Assert.Equal("", await doomed.ReceiveToEndAsync());
        Assert.Equal(2, host.Workers.Count);
        doomed.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task A_crash_is_told_with_the_request_that_ran_and_the_last_words()
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run("Misbehaving", "-w", "1"));
        using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        await client.SendAsync("GET /crash?code=1 HTTP/1.1\r\nHost: test\r\nX-Request-Id: order-66\r\n\r\n");
        Assert.Equal("", await client.ReceiveToEndAsync());
        await host.Log.WaitForAsync(@"error \[master \d+\] Worker 0 \(\d+\) died: SIGABRT \(unhandled exception or Environment.FailFast\)");
        await host.Log.WaitForAsync(@"^    running: GET /crash for \d+\.\d s id order-66$");
        await host.Log.WaitForAsync("^    its last lines:");
        await host.Log.WaitForAsync("^      .*crashed as asked");
        Assert.Equal("well so far", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
    }

    [Fact]
    public async Task An_exit_unasked_is_told_with_its_code()
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run("Misbehaving", "-w", "1"));
        Assert.Equal("written", (await HttpConnection.GetOnceAsync(host.EndPoint, "/stderr?text=farewell")).Body);
        using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        await client.SendAsync(HttpConnection.Get("/exit?code=7"));
        Assert.Equal("", await client.ReceiveToEndAsync());
        await host.Log.WaitForAsync(@"Worker 0 \(\d+\) died: exit code 7");
        await host.Log.WaitForAsync("^    running: GET /exit for");
        await host.Log.WaitForAsync("^      farewell$");
        Assert.Equal("well so far", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
    }

    [Fact]
    public async Task A_stopped_worker_is_replaced()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            served.Run("Probe", "-w", "2", "--heartbeat-timeout", "1s", "--log-level", "debug"));
        int victim = host.Workers[0];
        int before = host.Log.Count;
        Signals.Send(victim, UnixSignal.SIGSTOP);
        await host.Log.WaitForAsync($@"\({victim}\) is killed: HeartbeatTimeout", before);
        int after = host.Log.Count;
        await host.Log.WaitForAsync($@"\({victim}\) has left: HeartbeatTimeout", before);
        await host.Log.WaitForAsync("of generation 1 is ready", after);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
    }

    [Fact]
    public async Task A_worker_terminated_from_outside_finishes_and_is_replaced()
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run("Probe", "-w", "2", "--log-level", "debug"));
        using var held = new HeldRequests(host);
        int victim = await held.HoldAsync();
        int before = host.Log.Count;
        Signals.Send(victim, UnixSignal.SIGTERM);
        await host.Log.WaitForAsync($@"\({victim}\) drains: Terminated", before);
        await host.Log.WaitForAsync("of generation 1 is ready", before);
        for (int i = 0; i < 20; i++) Assert.NotEqual($"{victim}", (await HttpConnection.GetOnceAsync(host.EndPoint, "/pid")).Body);
        held.Release();
        await HeldRequests.ReceiveRestAsync(held.Clients[0]);
        held.Clients[0].Dispose();
        await host.Log.WaitForAsync($@"\({victim}\) has left: Terminated, exit code 0", before);
    }

    [Fact]
    public async Task Signals_that_are_meant_for_the_master_do_nothing_to_a_worker()
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run("Probe", "-w", "2"));
        int[] workers = [.. host.Workers.Order()];
        foreach (int worker in workers)
        {
            foreach (UnixSignal signal in (UnixSignal[])
                [UnixSignal.SIGHUP, UnixSignal.SIGINT, UnixSignal.SIGUSR1, UnixSignal.SIGUSR2, UnixSignal.SIGTTIN, UnixSignal.SIGTTOU])
            {
                Signals.Send(worker, signal);
            }
        }

        (HttpConnection one, int first) = await ConnectAsync(host, id => id == workers[0]);
        (HttpConnection other, int second) = await ConnectAsync(host, id => id == workers[1]);
        one.Dispose();
        other.Dispose();
        Assert.Equal((workers[0], workers[1]), (first, second));
        Assert.Equal(workers, host.Workers.Order());
    }

    /// <summary>Connects until the worker at the other end is one of those wanted.</summary>
    private static async Task<(HttpConnection Connection, int Worker)> ConnectAsync(HostProcess host, Func<int, bool> wanted)
    {
        using CancellationTokenSource patience = Patience.Start();
        while (true)
        {
            HttpConnection connection = await HttpConnection.ConnectAsync(host.EndPoint);
            int worker = int.Parse((await connection.GetAsync("/pid")).Body, System.Globalization.CultureInfo.InvariantCulture);
            if (wanted(worker)) return (connection, worker);
            connection.Dispose();
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
