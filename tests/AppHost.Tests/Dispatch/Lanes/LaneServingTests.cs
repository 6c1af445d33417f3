using System.Net;
using AppHost.Tests.Transport;
using AppHost.Worker.Dispatch;
using AppHost.Worker.Messages;
using AppHost.Worker.Transport;

namespace AppHost.Tests.Dispatch.Lanes;

public sealed class LaneServingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_class_that_is_full_holds_up_nobody_else()
    {
        using var release = new ManualResetEventSlim();
        await using WorkerServer server = await StartAsync(release, new ClassAssignment { Name = "slow", Path = "/slow", MinThreads = 1, MaxThreads = 1, QueueLength = 2 });
        // One runs, two wait, one is refused.
        Task<HttpResponseMessage>[] slow = [.. Enumerable.Range(0, 4).Select(_ => server.CreateClient().GetAsync("/slow", Token))];
        using HttpResponseMessage refused = await await Task.WhenAny(slow);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "queue-full"), (refused.StatusCode, Assert.Single(refused.Headers.GetValues(ShedAnswer.ReasonHeader))));
        await Until(() => server.Region.Queued == 2);
        // Neither the gate nor a slot: two threads are free for the rest.
        Assert.Equal(new GateLoad(3, Busy: 1, Queued: 0, Fresh: 0, 100), Siblings.LoadOf(server.Region));
        for (int i = 0; i < 10; i++)
        {
            using HttpClient client = server.CreateClient();
            Assert.Equal("fast", await client.GetStringAsync("/fast", Token));
        }

        release.Set();
        HttpStatusCode[] codes = [.. (await Task.WhenAll(slow)).Select(answer => answer.StatusCode).Order()];
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], codes);
        await Until(() => server.Worker.InFlight == 0);
        Assert.Equal((0, 0), (server.Region.Overflow, server.Region.Queued));
    }

    [Fact]
    public async Task A_lane_of_its_own_answers_while_all_others_wait()
    {
        using var release = new ManualResetEventSlim();
        await using WorkerServer server = await StartAsync(release, new ClassAssignment { Name = "health", Path = "/health", MinThreads = 1, MaxThreads = 1 });
        Task<HttpResponseMessage>[] busy = [.. Enumerable.Range(0, 6).Select(_ => server.CreateClient().GetAsync("/slow", Token))];
        await Until(() => server.Region.Busy == 2 && server.Region.Queued == 4);
        using HttpClient client = server.CreateClient();
        Assert.Equal("fast", await client.GetStringAsync("/health", Token));
        release.Set();
        foreach (HttpResponseMessage answer in await Task.WhenAll(busy)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_rate_turns_away_what_is_above_it()
    {
        using var release = new ManualResetEventSlim();
        await using WorkerServer server = await StartAsync(release, new ClassAssignment { Name = "rare", Path = "/rare", Rate = 1, Burst = 2 });
        using HttpClient client = server.CreateClient();
        Assert.Equal("fast", await client.GetStringAsync("/rare", Token));
        Assert.Equal("fast", await client.GetStringAsync("/rare", Token));
        using HttpResponseMessage refused = await client.GetAsync("/rare", Token);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "rate-limit"), (refused.StatusCode, Assert.Single(refused.Headers.GetValues(ShedAnswer.ReasonHeader))));
        Assert.Equal("fast", await client.GetStringAsync("/often", Token));
        Assert.Equal(1, server.Region.Rejected(RejectReason.RateLimit));
    }

    [Fact]
    public async Task A_class_has_its_own_deadline()
    {
        using var release = new ManualResetEventSlim();
        await using WorkerServer server = await StartAsync(release, new ClassAssignment { Name = "quick", Path = "/slow/quick", Deadline = 50 });
        Task<HttpResponseMessage> other = server.CreateClient().GetAsync("/slow", Token);
        using HttpResponseMessage answer = await server.CreateClient().GetAsync("/slow/quick", Token);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "deadline"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues(ShedAnswer.ReasonHeader))));
        Assert.False(other.IsCompleted);
        release.Set();
        Assert.Equal(HttpStatusCode.OK, (await other).StatusCode);
    }

    private static Task<WorkerServer> StartAsync(ManualResetEventSlim release, params ClassAssignment[] classes) => WorkerServer.StartAsync(
        Transports.Epoll,
        http2: false,
        context =>
        {
            if (context.Request.Path.StartsWithSegments("/slow")) release.Wait(Token);
            context.Response.ContentLength = 4;
            context.Response.Body.Write("fast"u8);
        },
        serving => serving with { Classes = classes },
        threads: 2);

    private static async Task Until(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(5, Token);
    }
}
