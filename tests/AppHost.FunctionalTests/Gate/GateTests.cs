using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Gate;

/// <summary>Who accepts: connections are not slots, and nobody waits behind a busy worker while another one is idle.</summary>
public sealed class GateTests
{
    [Fact]
    public async Task Silent_connections_and_half_requests_keep_nobody_waiting()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Hello", "-w", "2", "-k", "threaded", "--threads", "4"));
        List<HttpConnection> silent = [];
        try
        {
            for (int i = 0; i < (2 * 4) + 100; i++) silent.Add(await HttpConnection.ConnectAsync(host.EndPoint));
            for (int i = 0; i < (2 * 4) + 100; i++)
            {
                HttpConnection half = await HttpConnection.ConnectAsync(host.EndPoint);
                silent.Add(half);
                await half.SendAsync(i % 2 == 0 ? "GET / HT" : "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nhalf");
            }

            for (int i = 0; i < 10; i++)
            {
                Task<HttpReply> reply = HttpConnection.GetOnceAsync(host.EndPoint, "/");
                Assert.Same(reply, await Task.WhenAny(reply, Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)));
                Assert.Equal(200, (await reply).Status);
            }
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_fresh_request_goes_to_the_idle_worker()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "2", "-k", "sync", "--queue-timeout", "10m"));
        using var held = new HeldRequests(host);
        int busy = await held.HoldAsync();
        int idle = host.Workers.Single(id => id != busy);
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal($"{idle}", (await HttpConnection.GetOnceAsync(host.EndPoint, "/pid")).Body);
        }
    }

    [Fact]
    public async Task A_worker_that_was_busy_for_a_while_and_is_idle_again_gets_the_next_request()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "2", "-k", "sync", "--queue-timeout", "10m"));
        using var held = new HeldRequests(host);
        int busy = await held.HoldAsync();
        int idle = host.Workers.Single(id => id != busy);
        for (int i = 0; i < 20; i++)
        {
            // Both are busy for long enough that each of them is ready to let the next request wait.
            using var briefly = new HeldRequests(host);
            Assert.Equal(idle, await briefly.HoldAsync());
            await Task.Delay(TimeSpan.FromMilliseconds(30), TestContext.Current.CancellationToken);
            briefly.Release();
            await HeldRequests.ReceiveRestAsync(briefly.Clients[0]);
            Assert.Equal($"{idle}", (await HttpConnection.GetOnceAsync(host.EndPoint, "/pid")).Body);
        }
    }

    [Fact]
    public async Task Kept_connections_that_work_spread_over_all_slots()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "4", "-k", "threaded", "--threads", "4"));
        using var held = new HeldRequests(host);
        List<int> holders = [];
        for (int i = 0; i < 16; i++) holders.Add(await held.HoldAsync());
        Assert.Equal([4, 4, 4, 4], holders.GroupBy(id => id).Select(group => group.Count()));
    }

    [Fact]
    public async Task Four_hundred_connections_that_come_one_by_one_spread_evenly()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "4", "-k", "threaded", "--threads", "4"));
        Assert.InRange(await MostOfFourHundredAsync(host, paced: true), 100, 105);
    }

    [Fact]
    public async Task Four_hundred_connections_that_come_at_once_spread_evenly()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("AsyncHello", "-w", "4", "-k", "async"));
        int most = int.MaxValue;
        // Nobody waits for a worker that the machine does not run for a tenth of a second: then the next burst tells.
        for (int burst = 0; burst < 3 && most > 130; burst++) most = await MostOfFourHundredAsync(host, paced: false);
        Assert.InRange(most, 100, 130);
    }

    [Theory]
    [InlineData("threaded")]
    [InlineData("async")]
    public async Task Workers_that_stand_still_strand_no_connection(string workerClass)
    {
        string app = workerClass == "async" ? "AsyncHello" : "Hello";
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run(app, "-w", "4", "-k", workerClass, "--timeout", "10m"));
        int[] workers = [.. host.Workers];
        for (int living = 0; living < workers.Length; living++)
        {
            // The kernel may choose one that cannot come, again and again; a sibling finds the connection all the same.
            int[] still = [.. workers.Where(id => id != workers[living])];
            foreach (int worker in still) await Standstill.BeginAsync(worker);
            for (int i = 0; i < 5; i++) Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
            foreach (int worker in still) Signals.Send(worker, UnixSignal.SIGCONT);
        }
    }

    /// <summary>Opens them, and counts those of the worker that has most.</summary>
    private static async Task<int> MostOfFourHundredAsync(HostProcess host, bool paced)
    {
        List<HttpConnection> clients = [];
        try
        {
            for (int i = 0; i < 400; i++)
            {
                clients.Add(await HttpConnection.ConnectAsync(host.EndPoint));
                if (paced) Assert.Equal(200, (await clients[i].GetAsync("/pid")).Status);
            }

            Dictionary<string, int> workers = [];
            foreach (HttpConnection client in clients)
            {
                string worker = (await client.GetAsync("/pid")).Body;
                workers[worker] = workers.GetValueOrDefault(worker) + 1;
            }

            return workers.Values.Max();
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }
}
