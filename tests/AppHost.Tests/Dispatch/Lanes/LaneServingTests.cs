using System.Collections.Concurrent;
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
        // The slots of the rest are free. A sibling where no class is full may have the next connection, else it comes here.
        GateLoad load = Siblings.LoadOf(server.Region);
        Assert.Equal((2, 0, 0, 1, false), (load.Slots, load.Taken, load.Waiting, load.LanesFull, load.IsFree));
        Assert.Equal(GateDecision.Queue, Gate.Decide(load, SiblingLoad.None, QueuePolicy.Reject));
        for (int i = 0; i < 10; i++)
        {
            using HttpClient client = server.CreateClient();
            Assert.Equal("fast", await client.GetStringAsync("/fast", Token));
        }

        release.Set();
        HttpStatusCode[] codes = [.. (await Task.WhenAll(slow)).Select(answer => answer.StatusCode).Order()];
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], codes);
        await Until(() => server.Worker.InFlight == 0);
        Assert.Equal(new GateLoad(2, 0, 0, 0, 100), Siblings.LoadOf(server.Region) with { Connections = 0 });
        Assert.Equal((0, 3, 1), (server.Region.ClassInside(1), server.Region.ClassRequests(1), server.Region.ClassRejected(1)));
        Assert.Equal((0, 10, 0), (server.Region.ClassInside(0), server.Region.ClassRequests(0), server.Region.ClassRejected(0)));
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
    public async Task What_a_worker_asks_itself_for_takes_nothing_from_a_rate()
    {
        using var release = new ManualResetEventSlim();
        await using WorkerServer server = await StartAsync(release, serving => serving with
        {
            Classes = [new ClassAssignment { Name = "rare", Path = "/rare", Rate = 1, Burst = 1 }], WarmUp = ["/rare", "/rare", "/rare"],
        });
        using HttpClient client = server.CreateClient();
        Assert.Equal("fast", await client.GetStringAsync("/rare", Token));
        using HttpResponseMessage refused = await client.GetAsync("/rare", Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        // And it is counted nowhere.
        Assert.Equal((1, 1), (server.Region.ClassRequests(1), server.Region.ClassRejected(1)));
    }

    [Fact]
    public async Task Where_slots_are_shared_the_important_goes_first()
    {
        using var release = new ManualResetEventSlim();
        var order = new ConcurrentQueue<string>();
        await using WorkerServer server = await StartAsync(
            release,
            serving => serving with
            {
                Classes = [new ClassAssignment { Name = "urgent", Path = "/slow/urgent", Priority = 1 }, new ClassAssignment { Name = "later", Path = "/slow/later", Priority = -1 }],
            },
            order,
            threads: 1);
        List<Task<HttpResponseMessage>> all = [];
        async Task SendAsync(string path, Func<bool> until)
        {
            all.Add(server.CreateClient().GetAsync(path, Token));
            await Until(until);
        }

        await SendAsync("/slow/first", () => server.Region.Busy == 1);
        await SendAsync("/slow/later", () => server.Region.Queued == 1);
        await SendAsync("/slow/normal", () => server.Region.Queued == 2);
        await SendAsync("/slow/urgent", () => server.Region.Queued == 3);
        release.Set();
        foreach (HttpResponseMessage answer in await Task.WhenAll(all)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["/slow/first", "/slow/urgent", "/slow/normal", "/slow/later"], order);
    }

    [Fact]
    public async Task A_deadline_that_waits_for_pressure_looks_at_its_own_class()
    {
        using var release = new ManualResetEventSlim();
        await using WorkerServer server = await StartAsync(release, serving => serving with
        {
            DeadlineRequest = 1, DeadlineOnlyUnderPressure = true,
            Classes = [new ClassAssignment { Name = "own", Path = "/slow/own", MinThreads = 1, MaxThreads = 1 }],
        });
        // The class is full, and one of two threads of the rest is busy.
        Task<HttpResponseMessage> rest = server.CreateClient().GetAsync("/slow", Token);
        using HttpResponseMessage own = await server.CreateClient().GetAsync("/slow/own", Token);
        Assert.Equal("deadline", Assert.Single(own.Headers.GetValues(ShedAnswer.ReasonHeader)));
        Assert.False(rest.IsCompleted);
        release.Set();
        Assert.Equal(HttpStatusCode.OK, (await rest).StatusCode);
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

    private static Task<WorkerServer> StartAsync(ManualResetEventSlim release, params ClassAssignment[] classes) =>
        StartAsync(release, serving => serving with { Classes = classes });

    private static Task<WorkerServer> StartAsync(
        ManualResetEventSlim release, Func<ServingAssignment, ServingAssignment> configure, ConcurrentQueue<string>? order = null,
        int threads = 2) => WorkerServer.StartAsync(
        Transports.Epoll,
        http2: false,
        context =>
        {
            order?.Enqueue(context.Request.Path);
            if (context.Request.Path.StartsWithSegments("/slow")) release.Wait(Token);
            context.Response.ContentLength = 4;
            context.Response.Body.Write("fast"u8);
        },
        configure,
        threads: threads);

    private static async Task Until(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(5, Token);
    }
}
