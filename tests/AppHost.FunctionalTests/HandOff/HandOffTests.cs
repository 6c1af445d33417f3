using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AppHost.FunctionalTests.Control;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.HandOff;

/// <summary>Connections that go from worker to worker, among real processes.</summary>
public sealed class HandOffTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reload_closes_no_connection(bool unix)
    {
        using var folder = new TemporaryFolder();
        string address = unix ? $"unix:{folder["s"]}" : "http://127.0.0.1:0";
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.RunAt(address, "Probe", "-w", "2", "--bake", "0s"));
        EndPoint endPoint = unix ? new UnixDomainSocketEndPoint(folder["s"]) : host.EndPoint;
        using var clients = new Clients();
        for (int i = 0; i < 20; i++) await clients.ConnectAsync(endPoint);
        HttpConnection silent = await clients.ConnectAsync(endPoint);
        string[] before = await clients.AskAsync();

        for (int generation = 2; generation <= 4; generation++)
        {
            host.Signal(UnixSignal.SIGHUP);
            await host.Log.WaitForAsync($"generation {generation} serves with 2 workers");
            string[] after = await clients.AskAsync();
            // Even while old workers leave.
            Assert.All(after, pid => Assert.Matches(@"^\d+$", pid));
        }

        foreach (string pid in before.Distinct()) await host.GoneAsync(int.Parse(pid, CultureInfo.InvariantCulture));
        Assert.Equal(200, (await silent.GetAsync("/pid")).Status);
        await clients.AskAsync();
    }

    [Fact]
    public async Task A_worker_of_which_all_connections_are_given_leaves_at_once()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "1", "--bake", "0s", "--linger", "10m", "--graceful-timeout", "10m"));
        using var clients = new Clients();
        for (int i = 0; i < 100; i++) await clients.ConnectAsync(host.EndPoint);
        int old = int.Parse((await clients.AskAsync())[0], CultureInfo.InvariantCulture);
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync($@"\({old}\) has left: Reload, exit code 0");
        Assert.DoesNotContain($"{old}", await clients.AskAsync());
    }

    [Fact]
    public async Task A_request_goes_to_the_worker_that_has_a_free_slot()
    {
        await using HostProcess host = await TwoSingleWorkersAsync();
        using var first = new HeldRequests(host);
        using var second = new HeldRequests(host);
        int one = await first.HoldAsync();
        using var clients = new Clients();
        HttpConnection client = await clients.ConnectAsync(host.EndPoint);
        int own = int.Parse((await client.GetAsync("/pid")).Body, CultureInfo.InvariantCulture);
        Assert.NotEqual(one, own);
        Assert.Equal(own, await second.HoldAsync());
        first.Release();
        await HeldRequests.ReceiveRestAsync(first.Clients[0]);
        // Its worker is busy for as long as the test wants, the other one is not.
        Assert.Equal($"{one}", (await client.GetAsync("/pid")).Body);
    }

    [Fact]
    public async Task A_request_that_waits_goes_to_the_worker_whose_slot_is_free_first()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await TwoSingleWorkersAsync("--control", folder["control"]);
        using var clients = new Clients();
        for (int i = 0; i < 6; i++) await clients.ConnectAsync(host.EndPoint);
        await clients.AskAsync();
        using var first = new HeldRequests(host);
        using var second = new HeldRequests(host);
        int one = await first.HoldAsync();
        int other = await second.HoldAsync();
        Assert.NotEqual(one, other);
        Task<HttpReply>[] replies = [.. clients.All.Select(client => client.GetAsync("/pid"))];
        await Patience.UntilAsync(
            async () => (await StatusAsync(folder["control"]))["totals"]!["queued"]!["now"]!.GetValue<int>() == 6, "all wait");
        second.Release();
        // Wherever they were: the first worker has no slot for any of them.
        Assert.All(await Task.WhenAll(replies), reply => Assert.Equal((200, $"{other}"), (reply.Status, reply.Body)));
        first.Release();
    }

    [Fact]
    public async Task A_sibling_that_stands_still_loses_nobody_s_request()
    {
        await using HostProcess host = await TwoSingleWorkersAsync();
        using var clients = new Clients();
        for (int i = 0; i < 10; i++) await clients.ConnectAsync(host.EndPoint);
        await clients.AskAsync();
        using var held = new HeldRequests(host);
        int busy = await held.HoldAsync();
        int stopped = host.Workers.Single(worker => worker != busy);
        // It looks free for the next moment, and its mailbox takes letters.
        Signals.Send(stopped, UnixSignal.SIGSTOP);
        try
        {
            Task<HttpReply>[] replies = [.. clients.All.Select(client => client.GetAsync("/pid"))];
            held.Release();
            Task<HttpReply> answered = await Task.WhenAny(replies);
            Assert.Equal(200, (await answered).Status);
            Signals.Send(stopped, UnixSignal.SIGCONT);
            Assert.All(await Task.WhenAll(replies), reply => Assert.Equal(200, reply.Status));
            await clients.AskAsync();
        }
        finally
        {
            Signals.Send(stopped, UnixSignal.SIGCONT);
        }
    }

    [Fact]
    public async Task Workers_that_are_killed_amid_hand_offs_leave_no_client_without_an_answer_or_an_end()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Workload", "-w", "3", "--threads", "1", "--control", folder["control"]));
        using var stop = new CancellationTokenSource();
        int answers = 0;
        int ends = 0;
        // Three slots for twelve clients: requests are pushed, wait and are pulled all the time.
        Task[] talks = [.. Enumerable.Range(0, 12).Select(_ => TalkAsync())];
        var random = new Random(1);
        for (int kill = 1; kill <= 8; kill++)
        {
            int seen = Volatile.Read(ref answers);
            await Patience.UntilAsync(() => Volatile.Read(ref answers) > seen + 100 && host.Workers.Count == 3, "requests are answered again");
            Signals.Send(host.Workers[random.Next(host.Workers.Count)], UnixSignal.SIGKILL);
        }

        await stop.CancelAsync();
        await Task.WhenAll(talks);
        // A kill ends the connections of one worker at most.
        Assert.InRange(ends, 1, 8 * 12);
        JsonNode handedOff = (await StatusAsync(folder["control"]))["totals"]!["idle"]!["handedOff"]!;
        Assert.True(handedOff["push"]!.GetValue<long>() + handedOff["share"]!.GetValue<long>() > 0, handedOff.ToJsonString());

        async Task TalkAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
                try
                {
                    // Patience ends the test if neither an answer nor an end comes.
                    while (!stop.IsCancellationRequested)
                    {
                        HttpReply reply = await client.GetAsync("/sleep?ms=5");
                        Assert.Contains(reply.Status, (int[])[200, 503]);
                        Interlocked.Increment(ref answers);
                    }
                }
                catch (Exception end) when (end is ConnectionClosedException or SocketException)
                {
                    Interlocked.Increment(ref ends);
                }
                finally
                {
                    client.Dispose();
                }
            }
        }
    }

    [Fact]
    public async Task New_workers_get_their_share_of_connections_that_are_open()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1");
        using var clients = new Clients();
        for (int i = 0; i < 40; i++) await clients.ConnectAsync(host.Process.EndPoint);
        await clients.AskAsync();
        CommandResult scaled = await host.RunAsync("scale", "4");
        Assert.Equal(0, scaled.ExitCode);
        await Patience.UntilAsync(
            async () => (await host.StatusAsync())["workers"]!.AsArray() is { Count: 4 } workers
                && workers.All(worker => worker!["connections"]!.GetValue<int>() >= 5),
            "all four have connections");
        string[] owners = await clients.AskAsync();
        Assert.Equal(4, owners.Distinct().Count());
    }

    [Fact]
    public async Task Connections_of_HTTP_2_which_cannot_move_are_told_to_end_until_new_workers_have_some()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.RunAt("http://127.0.0.1:0?http=2", "Probe", "-w", "1", "--control", folder["control"]));
        using CancellationTokenSource patience = Patience.Start();
        HttpClient[] clients = [.. Enumerable.Range(0, 8).Select(_ => new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{host.Port}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        })];
        foreach (HttpClient client in clients) await client.GetStringAsync("/pid", patience.Token);
        CommandResult scaled = await HostProcess.RunToEndAsync(new HostLaunch("scale", "2", "--control", folder["control"]));
        Assert.Equal(0, scaled.ExitCode);
        var seen = new HashSet<string>();
        while (seen.Count < 2)
        {
            foreach (HttpClient client in clients) seen.Add(await client.GetStringAsync("/pid", patience.Token));
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }

        foreach (HttpClient client in clients) client.Dispose();
    }

    [Fact]
    public async Task Switched_off_a_reload_closes_connections_as_before()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "1", "--bake", "0s", "--no-hand-off", "--linger", "10m", "--graceful-timeout", "10m"));
        using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
        Assert.False((await client.GetAsync("/pid")).Closes);
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 serves with 1 workers");
        await Patience.UntilAsync(async () => (await client.GetAsync("/pid")).Closes, "the old worker says that it leaves");
    }

    [Fact]
    public async Task Where_it_cannot_work_it_is_said_once()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "2", "--transport", "sockets"));
        Assert.Equal(1, host.Log.CountOf("keep-alive.hand-off are off: they need the epoll transport"));
    }

    [Fact]
    public async Task No_mailbox_is_left_behind()
    {
        using var folder = new TemporaryFolder();
        string mail = folder["control"] + ".mail";
        await using (HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "2", "--control", folder["control"])))
        {
            await Patience.UntilAsync(() => Directory.Exists(mail) && Directory.GetFiles(mail).Length == 2, "each worker has a mailbox");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(mail));
            Signals.Send(host.Workers[0], UnixSignal.SIGKILL);
            await host.StopAsync();
        }

        Assert.False(Directory.Exists(mail));
    }

    private static Task<HostProcess> TwoSingleWorkersAsync(params string[] options) =>
        HostProcess.StartAsync(HostLaunch.Run("Probe", ["-w", "2", "-k", "sync", "--queue", "20", "--queue-timeout", "10m", .. options]));

    private static async Task<JsonNode> StatusAsync(string control)
    {
        CommandResult result = await HostProcess.RunToEndAsync(new HostLaunch("status", "--json", "--control", control));
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return JsonNode.Parse(result.Output)!;
    }
}
