using System.Text.Json.Nodes;
using AppHost.FunctionalTests.Control;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Overload;

public sealed class QueueTests
{
    [Fact]
    public async Task A_full_queue_refuses_the_next_request_and_keeps_its_connection()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "1", "-k", "sync", "--queue", "1", "--queue-timeout", "10m"));
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        // Which of the two comes first is theirs to settle; the other one is refused.
        using HttpConnection one = await HttpConnection.ConnectAsync(host.EndPoint);
        using HttpConnection other = await HttpConnection.ConnectAsync(host.EndPoint);
        await one.SendAsync(HttpConnection.Get("/"));
        await other.SendAsync(HttpConnection.Get("/"));
        Task<HttpReply>[] replies = [one.ReceiveAsync(), other.ReceiveAsync()];
        Task<HttpReply> first = await Task.WhenAny(replies);
        (Task<HttpReply> waiting, HttpConnection refused) = first == replies[0] ? (replies[1], one) : (replies[0], other);

        HttpReply reply = await first;
        Assert.Equal((503, "queue-full", ""), (reply.Status, reply.Headers["apphost-reason"], reply.Body));
        Assert.Matches("^[123]$", reply.Headers["retry-after"]);
        Assert.False(reply.Closes);
        Assert.Equal(503, (await refused.GetAsync("/")).Status);
        Assert.Equal(503, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);

        Assert.False(waiting.IsCompleted);
        held.Release();
        Assert.Equal(200, (await waiting).Status);
        Assert.Equal(200, (await refused.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_request_that_waits_too_long_is_refused_and_keeps_its_connection()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "1", "-k", "sync", "--queue", "5", "--queue-timeout", "200ms"));
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        HttpReply reply = await client.GetAsync("/");
        Assert.Equal((503, "queue-timeout"), (reply.Status, reply.Headers["apphost-reason"]));
        Assert.False(reply.Closes);
        held.Release();
        await HeldRequests.ReceiveRestAsync(held.Clients[0]);
        Assert.Equal(200, (await client.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_request_whose_client_has_gone_while_it_waited_is_not_run()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1", "-k", "sync", "--queue-timeout", "10m");
        using var held = new HeldRequests(host.Process);
        await held.HoldAsync();
        using (HttpConnection gone = await HttpConnection.ConnectAsync(host.Process.EndPoint))
        {
            await gone.SendAsync(HttpConnection.Get("/log?text=for-nobody"));
            await Patience.UntilAsync(async () => (int)(await TotalsAsync(host))["queued"]!["now"]! == 1, "the request waits");
            // After an end alone it might still wait for its answer.
            gone.Reset();
        }

        // Kestrel answers these without a slot, each a turn of the loop or more after the one that saw the client leave.
        for (int i = 0; i < 20; i++)
        {
            using HttpConnection nonsense = await HttpConnection.ConnectAsync(host.Process.EndPoint);
            await nonsense.SendAsync("nonsense\r\n\r\n");
            Assert.Equal(400, (await nonsense.ReceiveAsync()).Status);
        }

        held.Release();
        await HeldRequests.ReceiveRestAsync(held.Clients[0]);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.Process.EndPoint, "/log?text=for-somebody")).Status);
        await host.Process.Log.WaitForAsync("logged: for-somebody");
        Assert.DoesNotContain("logged: for-nobody", host.Process.Log.Text, StringComparison.Ordinal);
        Assert.Equal(1, (int)(await TotalsAsync(host))["rejected"]!["client-gone"]!);
    }

    [Fact]
    public async Task With_caller_runs_nobody_is_refused()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run(
            "Probe", "-w", "1", "-k", "sync", "--queue", "1", "--queue-timeout", "10m", "--queue-policy", "caller-runs"));
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        List<HttpConnection> clients = [];
        for (int i = 0; i < 10; i++) clients.Add(await held.SendAsync());
        held.Release();
        foreach (HttpConnection client in clients) Assert.Equal(200, (await client.ReceiveAsync()).Status);
    }

    [Fact]
    public async Task With_discard_oldest_one_that_waits_makes_room()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run(
            "Probe", "-w", "1", "-k", "sync", "--queue", "1", "--queue-timeout", "10m", "--queue-policy", "discard-oldest"));
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        List<Task<HttpReply>> waiting = [];
        for (int i = 0; i < 4; i++)
        {
            HttpConnection client = await held.SendAsync();
            waiting.Add(client.ReceiveAsync());
            if (i == 0) continue;
            // With one place there is always one that waits, and it is never the newest that has to go.
            Task<HttpReply> discarded = await Task.WhenAny(waiting);
            HttpReply reply = await discarded;
            Assert.Equal((503, "discarded"), (reply.Status, reply.Headers["apphost-reason"]));
            Assert.False(reply.Closes);
            waiting.Remove(discarded);
        }

        held.Release();
        Assert.Equal(200, (await Assert.Single(waiting)).Status);
    }

    [Fact]
    public async Task An_event_loop_refuses_beyond_its_limit()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run(
            "AsyncHello", "-w", "1", "--async-limit", "2", "--queue", "0", "--queue-timeout", "10m"));
        HttpReply[] replies = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => HttpConnection.GetOnceAsync(host.EndPoint, "/delay?ms=500")));
        Assert.Contains(replies, reply => reply.Status == 200);
        Assert.Contains(replies, reply => reply.Status == 503 && reply.Headers["apphost-reason"] == "queue-full");
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
    }

    private static async Task<JsonNode> TotalsAsync(ControlledHost host) => (await host.StatusAsync())["totals"]!;
}
