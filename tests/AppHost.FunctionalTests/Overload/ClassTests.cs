using System.Text.Json.Nodes;
using AppHost.FunctionalTests.Control;
using AppHost.FunctionalTests.Harness;
using AppHost.TestApps;

namespace AppHost.FunctionalTests.Overload;

public sealed class ClassTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sync")]
    [InlineData("threaded")]
    public async Task A_class_whose_slots_are_all_taken_holds_up_nobody_else(string workerClass)
    {
        await using HostProcess host = await StartAsync("Probe", workerClass, """
            queue: { timeout: 10m }
            classes:
              held:
                path: /hold
                threads: 2
                queue: 0
            """);
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        await held.HoldAsync();
        // Full, as only its own slots count for it.
        HttpReply refused = await HttpConnection.GetOnceAsync(host.EndPoint, "/hold?file=none");
        Assert.Equal((503, "queue-full"), (refused.Status, refused.Headers["apphost-reason"]));
        for (int i = 0; i < 20; i++) Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
        held.Release();
        foreach (HttpConnection client in held.Clients) await HeldRequests.ReceiveRestAsync(client);
    }

    [Fact]
    public async Task A_lane_for_health_checks_answers_while_every_other_request_waits_or_is_refused()
    {
        await using HostProcess host = await StartAsync("Probe", "threaded", """
            threads: 1
            queue: { length: 1, timeout: 10m }
            classes:
              health: { path: /worker, threads: 1 }
            """);
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        await held.SendAsync();
        await Patience.UntilAsync(async () => (int)(await StatusAsync())["totals"]!["queued"]!["now"]! == 1, "one request waits");
        Assert.Equal(503, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
        for (int i = 0; i < 10; i++) Assert.Equal("0 1", (await HttpConnection.GetOnceAsync(host.EndPoint, "/worker")).Body);
    }

    [Fact]
    public async Task An_event_loop_keeps_places_for_a_class()
    {
        await using HostProcess host = await StartAsync("AsyncHello", "async", """
            async: { limit: 1 }
            queue: { length: 0 }
            classes:
              patient: { path: /delay, threads: 1, queue: 0 }
            """);
        using HttpConnection waiting = await HttpConnection.ConnectAsync(host.EndPoint);
        await waiting.SendAsync(HttpConnection.Get("/delay?ms=600000"));
        await Patience.UntilAsync(async () => (int)Class(await StatusAsync(), "patient")["now"]! == 1, "the request runs");
        Assert.Equal(503, (await HttpConnection.GetOnceAsync(host.EndPoint, "/delay?ms=1")).Status);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
    }

    [Fact]
    public async Task A_rate_holds_for_all_workers_together()
    {
        await using HostProcess host = await StartAsync("Probe", "threaded", """
            workers: 3
            classes:
              rare: { method: GET, header: "X-Kind: rare", host: "*.example", rate: 1/m, burst: 3 }
            """);
        int served = 0;
        for (int i = 0; i < 12; i++)
        {
            using HttpConnection client = await HttpConnection.ConnectAsync(host.EndPoint);
            await client.SendAsync("GET /pid HTTP/1.1\r\nHost: shop.example\r\nX-Kind: Rare\r\n\r\n");
            HttpReply reply = await client.ReceiveAsync();
            if (reply.Status == 200) served++;
            else Assert.Equal((503, "rate-limit", false), (reply.Status, reply.Headers["apphost-reason"], reply.Closes));
        }

        // A test that takes longer than a minute meets the next token.
        Assert.InRange(served, 3, 6);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/pid")).Status);
        JsonNode rare = Class(await StatusAsync(), "rare");
        Assert.Equal((served, 12 - served), ((int)rare["requests"]!, (int)rare["rejected"]!));
    }

    [Fact]
    public async Task A_deadline_of_a_class_answers_its_requests_alone()
    {
        await using HostProcess host = await StartAsync("Probe", "threaded", """
            deadline: { request: 0 }
            classes:
              short: { path: /answer-after, deadline: 200ms }
            """);
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        using HttpConnection stuck = await held.SendAsync();
        HttpReply reply = await stuck.ReceiveAsync();
        Assert.Equal((503, "deadline"), (reply.Status, reply.Headers["apphost-reason"]));
        await host.Log.WaitForAsync(@"GET /answer-after was answered by its deadline");
        held.Release();
        await HeldRequests.ReceiveRestAsync(held.Clients[0]);
    }

    [Fact]
    public async Task What_is_wrong_with_a_class_is_told_with_its_line_before_anything_starts()
    {
        string file = Configure("Probe", "threaded", """
            classes:
              reports:
                path: reports
                thread: 2
            """);
        CommandResult result = await HostProcess.RunToEndAsync(new HostLaunch("run", "-c", file));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("appserver.yaml:7:11: classes.reports.path: expected a path that begins with a slash", result.Errors, StringComparison.Ordinal);
        Assert.Contains("appserver.yaml:8:5: there is no setting 'classes.reports.thread'; did you mean 'threads'?", result.Errors, StringComparison.Ordinal);
    }

    private static JsonNode Class(JsonNode status, string name) => status["classes"]!.AsArray().Single(one => (string)one!["name"]! == name)!;

    private async Task<JsonNode> StatusAsync()
    {
        CommandResult result = await ControlledHost.RunAsync(_folder, "status", "--json");
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonNode.Parse(result.Output)!;
    }

    private Task<HostProcess> StartAsync(string app, string workerClass, string lines) => HostProcess.StartAsync(
        new HostLaunch("run", "-c", Configure(app, workerClass, lines)) { Environment = ControlledHost.Variables(_folder) });

    private string Configure(string app, string workerClass, string lines) => _folder.Write("appserver.yaml", $"""
        app: {TestApp.Path(app)}
        bind: http://127.0.0.1:0
        worker-class: {workerClass}
        {(lines.Contains("workers:", StringComparison.Ordinal) ? "" : "workers: 1\n")}{lines}
        """);
}
