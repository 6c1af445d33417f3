using System.Text.Json;
using System.Text.Json.Nodes;
using AppHost.Host.Control;
using AppHost.Host.Control.Status;
using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Control.Status;

public sealed class StatusReaderTests : IDisposable
{
    private readonly SharedScoreboard _scoreboard = SharedScoreboard.Create();
    private readonly FakeMaster _master = new();

    private static TimeSpan Now => TimeSpan.FromTicks(MonotonicClock.Nanoseconds / 100);

    public void Dispose() => _scoreboard.Dispose();

    [Fact]
    public async Task The_json_has_the_documented_names()
    {
        WorkerHandleView worker = AddWorker(0, 100);
        worker.Region.Record(0).Begin(MonotonicClock.Nanoseconds, MonotonicClock.Nanoseconds, 9, "GET", "/a?b", "id-1");
        _master.Published = _master.Published with
        {
            LastReload = new ReloadEnd(new ReloadOutcome(ReloadResult.RolledBack, 1, 2, "it threw"), Now),
            Past = PastWorkers.None.With(new WorkerExit(0, 99, 1, ExitReason.HeartbeatTimeout, "SIGKILL", Now), _scoreboard.Region(9)),
        };
        JsonNode json = JsonNode.Parse(JsonSerializer.Serialize(await ReadAsync(), ControlJson.Readable.StatusSnapshot))!;
        Assert.Equal(1, (int)json["version"]!);
        Assert.Equal(
            ["name", "pid", "version", "runtime", "state", "started", "uptime", "loopAge", "addresses", "workerClass", "workers", "slots", "generation",
                "shedShare"],
            Names(json["host"]));
        Assert.Equal(["number", "state", "app", "workers", "requests", "connections"], Names(json["generations"]![0]));
        Assert.Equal(["result", "serving", "attempted", "story", "age"], Names(json["reload"]!["last"]));
        Assert.Equal("rolled-back", (string)json["reload"]!["last"]!["result"]!);
        Assert.Equal(["busy", "queued", "connections", "accepted", "requests", "failures", "rejected", "answers", "queueTime", "serviceTime", "incidents",
                "accessLogDropped", "idle"],
            Names(json["totals"]));
        Assert.Equal(
            ["id", "pid", "generation", "state", "age", "heartbeatAge", "leaving", "accepting", "busy", "queued", "connections", "accepted", "requests",
                "failures", "rejected", "running", "parked", "serviceTime", "process"],
            Names(json["workers"]![0]));
        Assert.Equal(["queue-full", "queue-timeout", "discarded", "client-gone", "stopping", "rate-limit"], Names(json["workers"]![0]!["rejected"]));
        Assert.Equal(["method", "path", "requestId", "age", "deadline", "thread", "torn"], Names(json["workers"]![0]!["running"]![0]));
        Assert.Equal(1, (int)json["exits"]!["reasons"]!["heartbeat-timeout"]!);
        Assert.Equal(["workerId", "pid", "generation", "reason", "how", "age"], Names(json["exits"]!["last"]));
    }

    [Fact]
    public async Task A_snapshot_survives_its_json()
    {
        AddWorker(0, 100);
        string json = JsonSerializer.Serialize(await ReadAsync(), ControlJson.Readable.StatusSnapshot);
        StatusSnapshot read = JsonSerializer.Deserialize(json, ControlJson.Readable.StatusSnapshot)!;
        Assert.Equal(json, JsonSerializer.Serialize(read, ControlJson.Readable.StatusSnapshot));
    }

    [Fact]
    public async Task A_worker_is_told_from_its_region()
    {
        WorkerHandleView worker = AddWorker(3, 100, WorkerState.Draining, leaving: ExitReason.Reload);
        WorkerRegion region = worker.Region;
        region.Busy = 2;
        region.Queued = 5;
        region.MostBusy = 16;
        region.MostQueued = 9;
        region.Connections = 7;
        region.Requests = 11;
        region.Failures = 1;
        region.Rejected(RejectReason.QueueFull) = 13;
        region.Heartbeat = MonotonicClock.Nanoseconds - TimeSpan.FromSeconds(30).ToNanoseconds();
        WorkerStatus status = Assert.Single((await ReadAsync()).Workers);
        Assert.Equal((3, 100, "draining", "reload"), (status.Id, status.Pid, status.State, status.Leaving));
        Assert.Equal((new Gauge(2, 16) { Most = 16 }, new Gauge(5, 64) { Most = 9 }, 7), (status.Busy, status.Queued, status.Connections));
        Assert.Equal((11, 1, 13), (status.Requests, status.Failures, status.Rejected["queue-full"]));
        Assert.True(status.HeartbeatAge >= 30);
    }

    [Fact]
    public async Task What_runs_is_listed_the_oldest_first()
    {
        WorkerRegion region = AddWorker(0, 100).Region;
        long now = MonotonicClock.Nanoseconds;
        region.Record(0).Begin(now - 1_000_000_000, 0, 4, "GET", "/young", "");
        region.Record(1).Begin(now - 9_000_000_000, now + 60_000_000_000, 5, "POST", "/old", "abc");
        region.Record(2).Begin(now, 0, 6, "GET", "/ended", "");
        region.Record(2).End();
        IReadOnlyList<RequestStatus> running = (await ReadAsync()).Workers[0].Running;
        Assert.Equal(["/old", "/young"], running.Select(request => request.Path));
        Assert.Equal(("POST", "abc", 5), (running[0].Method, running[0].RequestId, running[0].Thread));
        Assert.True(running[0].Age >= 9 && running[0].Deadline > 0);
        Assert.Null(running[1].Deadline);
        Assert.Null(running[1].RequestId);
    }

    [Fact]
    public async Task Totals_count_workers_that_have_gone()
    {
        AddWorker(0, 100).Region.Requests = 5;
        WorkerRegion gone = _scoreboard.Region(8);
        gone.Requests = 1000;
        gone.Failures = 10;
        gone.Accepted = 100;
        gone.Rejected(RejectReason.QueueTimeout) = 3;
        gone.Slow = 4;
        gone.Expired = 3;
        gone.Stuck = 2;
        gone.LoopBlocks = 1;
        PastWorkers past = PastWorkers.None.With(new WorkerExit(0, 98, 1, ExitReason.Crash, "SIGSEGV", Now), gone);
        _master.Published = _master.Published with { Past = past.With(new WorkerExit(0, 99, 1, ExitReason.Crash, "SIGSEGV", Now), gone) };
        TotalStatus totals = (await ReadAsync()).Totals;
        Assert.Equal((2005, 20, 200, 6), (totals.Requests, totals.Failures, totals.Accepted, totals.Rejected["queue-timeout"]));
        Assert.Equal(new IncidentCounts(8, 6, 4, 2), totals.Incidents);
        Assert.Equal(2, (await ReadAsync()).Exits.Reasons["crash"]);
    }

    [Fact]
    public async Task Classes_are_summed_by_name_also_where_their_order_has_changed()
    {
        WorkerHandleView old = AddWorker(0, 100);
        old.Region.ClassRequests(1) = 5;
        old.Region.ClassInside(1) = 1;
        old.Region.ServiceTime(1).Add(1_000_000_000);
        WorkerHandleView young = AddWorker(1, 101);
        young.Region.ClassRequests(2) = 7;
        young.Region.ClassRejected(1) = 2;
        WorkerRegion gone = _scoreboard.Region(8);
        gone.ClassRequests(1) = 100;
        gone.ClassInside(1) = 3;
        _master.Published = _master.Published with
        {
            Workers = [old with { Classes = ["reports"] }, young with { Classes = ["health", "reports"] }],
            Past = PastWorkers.None.With(new WorkerExit(0, 98, 1, ExitReason.Crash, "SIGSEGV", Now), gone, ["reports"]),
        };
        IReadOnlyList<ClassStatus> classes = (await ReadAsync()).Classes;
        Assert.Equal([("reports", 1, 112, 0), ("health", 0, 0, 2)], classes.Select(one => (one.Name, one.Now, one.Requests, one.Rejected)));
        Assert.Equal((1, 1.0), (classes[0].ServiceTime.Count, classes[0].ServiceSeconds));
    }

    [Fact]
    public async Task Only_ready_workers_count_as_capacity()
    {
        AddWorker(0, 100).Region.Busy = 1;
        AddWorker(1, 101, WorkerState.Draining).Region.Busy = 2;
        TotalStatus totals = (await ReadAsync()).Totals;
        Assert.Equal((new Gauge(3, 16) { Most = 3 }, new Gauge(0, 64) { Most = 0 }), (totals.Busy, totals.Queued));
    }

    [Fact]
    public async Task The_most_is_that_of_all_together_as_the_master_saw_it_or_of_one_alone()
    {
        AddWorker(0, 100).Region.MostBusy = 7;
        AddWorker(1, 101).Region.MostQueued = 4;
        _master.Published = _master.Published with { Most = new HighWaterMarks(12, 3) };
        TotalStatus totals = (await ReadAsync()).Totals;
        Assert.Equal((12, 4), (totals.Busy.Most, totals.Queued.Most));
    }

    [Fact]
    public async Task Counts_that_fall_between_two_turns_are_waited_for()
    {
        AddWorker(0, 100).Region.Requests = 7;
        HostView before = _master.Published;
        PastWorkers past = PastWorkers.None.With(new WorkerExit(0, 100, 1, ExitReason.Crash, "SIGSEGV", Now), _scoreboard.Region(0));
        // The master has cleared the region of the worker that died, and has not published yet.
        _scoreboard.Region(0).Clear();
        int turns = 0;
        var reader = new StatusReader(
            "shop", TimeSpan.Zero, () => ++turns < 3 ? before : before with { Workers = [], Past = past }, TimeProvider.System);
        Assert.Equal(7, (await reader.ReadAsync(TestContext.Current.CancellationToken)).Totals.Requests);
    }

    [Fact]
    public async Task A_master_that_stands_still_is_waited_for_only_so_long()
    {
        AddWorker(0, 100);
        _scoreboard.Region(0).Clear();
        Assert.Single((await ReadAsync()).Workers);
    }

    [Fact]
    public async Task A_reload_on_its_way_is_shown_with_its_stage()
    {
        _master.Published = _master.Published with
        {
            Generations =
            [
                new GenerationView(1, "/old.dll", GenerationState.Serving),
                new GenerationView(2, "/new.dll", GenerationState.Coming),
                new GenerationView(0, "/oldest.dll", GenerationState.Kept),
            ],
            Rollout = new Rollout(2, RolloutStage.FirstBoot, Now, TimeSpan.Zero, 1, 0),
        };
        StatusSnapshot status = await ReadAsync();
        Assert.Equal(("first-boot", 2), (status.Reload.State, status.Reload.Generation));
        Assert.Equal(["kept", "serving", "first-boot"], status.Generations.Select(generation => generation.State));
    }

    private async Task<StatusSnapshot> ReadAsync() =>
        await new StatusReader("shop", TimeSpan.Zero, () => _master.Published, TimeProvider.System)
            .ReadAsync(TestContext.Current.CancellationToken);

    private WorkerHandleView AddWorker(int id, int processId, WorkerState state = WorkerState.Ready, ExitReason? leaving = null)
    {
        WorkerRegion region = _scoreboard.Region(_master.Published.Workers.Count);
        region.ProcessId = processId;
        region.Slots = 16;
        region.QueueLimit = 64;
        region.Heartbeat = MonotonicClock.Nanoseconds;
        var worker = new WorkerHandleView(id, processId, 1, state, Now, Now, leaving, region);
        _master.Published = _master.Published with { Workers = [.. _master.Published.Workers, worker] };
        return worker;
    }

    private static IEnumerable<string> Names(JsonNode? node) => node!.AsObject().Select(property => property.Key);
}
