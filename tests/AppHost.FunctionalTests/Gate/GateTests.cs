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
}
