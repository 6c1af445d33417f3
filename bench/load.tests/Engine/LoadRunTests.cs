using System.Net;
using System.Net.Sockets;
using AppHost.Load.Arrivals;
using AppHost.Load.Connections;
using AppHost.Load.Engine;
using AppHost.Load.Statistics;

namespace AppHost.Load.Tests.Engine;

/// <summary>Real runs against a server that does what the test says. Nothing here depends on how fast the machine is.</summary>
public sealed class LoadRunTests
{
    private static readonly ServerAction Ok = new(ScriptedServer.Ok);

    [Fact]
    public void A_closed_loop_counts_what_the_server_saw()
    {
        using var server = new ScriptedServer(_ => Ok);
        var result = Run(Closed(server.Target, connections: 4, requests: 400));
        Assert.Equal((400, 400), (Count(result, RequestOutcome.Useful), server.Seen.Count));
        Assert.Equal(400, result.Statistics.Statuses[200]);
        Assert.Equal(4, result.Statistics.Opened);
        Assert.Equal(400 * ScriptedServer.Ok.Length, result.Statistics.BytesReceived);
    }

    [Fact]
    public void An_open_loop_sends_every_arrival_and_the_same_seed_gives_the_same_arrivals()
    {
        using var server = new ScriptedServer(_ => Ok);
        var plan = Open(server.Target, connections: 8, requests: 300) with { Paths = [new("/a", 3), new("/b", 1)], Seed = 5 };
        var (first, second) = (Run(plan), Run(plan));
        Assert.Equal(300, Count(first, RequestOutcome.Useful));
        Assert.Equal(first.Records.Select(r => (r.Start, r.Path)), second.Records.Select(r => (r.Start, r.Path)));
        Assert.NotEqual(first.Records.Select(r => r.Start), Run(plan with { Seed = 6 }).Records.Select(r => r.Start));
        var seenByServer = server.Seen.Take(600).Count(seen => seen.Text.StartsWith("GET /a ", StringComparison.Ordinal));
        Assert.Equal(first.Records.Count(r => r.Path == 0) * 2, seenByServer);
    }

    [Fact]
    public void Latency_in_a_closed_loop_is_the_time_from_answer_to_answer_and_covers_the_servers_own_time()
    {
        var delays = new[] { 0, 20, 5, 40, 10 };
        using var server = new ScriptedServer(seen =>
            Ok with { Delay = TimeSpan.FromMilliseconds(delays[seen.OnConnection % delays.Length]) });
        var records = Run(Closed(server.Target, connections: 1, requests: 25)).Records;
        var seen = server.Seen.ToArray();
        Assert.Equal(25, records.Length);
        for (var i = 0; i < records.Length; i++)
        {
            Assert.True(records[i].Latency >= seen[i].Answered - seen[i].Received, $"request {i}");
            if (i > 0)
                Assert.Equal(records[i - 1].Start + records[i - 1].Latency, records[i].Start);
        }
    }

    [Fact]
    public void The_percentiles_are_those_of_the_recorded_requests()
    {
        using var server = new ScriptedServer(seen => Ok with { Delay = TimeSpan.FromMilliseconds(seen.OnConnection % 7) });
        var result = Run(Closed(server.Target, connections: 4, requests: 200));
        var latencies = result.Records.Select(record => record.Latency).Order().ToArray();
        foreach (var percentile in new[] { 50, 90, 99, 100 })
        {
            var exact = latencies[(int)Math.Ceiling(percentile / 100.0 * latencies.Length) - 1];
            Assert.InRange(result.Statistics.Useful.Percentile(percentile), exact, exact * 1.001);
        }
    }

    [Fact]
    public void Requests_due_while_the_server_stalls_are_measured_from_their_intended_start()
    {
        using var server = new ScriptedServer(seen => seen.OnConnection == 10 ? Ok with { Delay = TimeSpan.FromMilliseconds(150) } : Ok);
        var result = Run(Open(server.Target, connections: 1, requests: 100) with { Pacing = new OpenLoop(500, ArrivalKind.Fixed) });
        var stalled = server.Seen.ElementAt(10);
        var late = result.Records
            .Where(record => Absolute(result, record) > stalled.Received && Absolute(result, record) < stalled.Answered).ToArray();
        Assert.True(late.Length > 1, $"{late.Length} were due during the stall");
        Assert.All(late, record => Assert.True(Absolute(result, record) + record.Latency >= stalled.Answered));
        Assert.True(result.Statistics.Waited.Count >= late.Length);
    }

    [Fact]
    public void Answers_that_come_byte_by_byte_or_in_chunks_or_without_body_are_answers()
    {
        const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        using var server = new ScriptedServer(seen => (seen.OnConnection % 3) switch
        {
            0 => new ServerAction(Chunked, ByteByByte: true),
            1 => new ServerAction("HTTP/1.1 204 No Content\r\n\r\n", ByteByByte: true),
            _ => new ServerAction(ScriptedServer.Ok, ByteByByte: true),
        });
        var result = Run(Closed(server.Target, connections: 1, requests: 30));
        Assert.Equal((30, 1), (Count(result, RequestOutcome.Useful), result.Statistics.Opened));
        Assert.Equal((20, 10), (result.Statistics.Statuses[200], result.Statistics.Statuses[204]));
    }

    [Fact]
    public void A_unix_socket_is_a_target_too()
    {
        var path = Path.Combine(Path.GetTempPath(), $"load-{Guid.NewGuid():N}.sock");
        using var server = new ScriptedServer(_ => Ok, path);
        Assert.Equal(50, Count(Run(Closed(server.Target, connections: 2, requests: 50)), RequestOutcome.Useful));
        Assert.Equal(50, Count(Run(Closed(server.Target, connections: 2, requests: 50) with { Fresh = true }), RequestOutcome.Useful));
    }

    [Fact]
    public void With_fresh_connections_each_request_has_its_own()
    {
        using var server = new ScriptedServer(_ => Ok);
        var result = Run(Open(server.Target, connections: 64, requests: 100) with { Fresh = true });
        Assert.Equal(100, Count(result, RequestOutcome.Useful));
        Assert.All(server.Seen, seen => Assert.Equal(0, seen.OnConnection));
        Assert.All(server.Seen, seen => Assert.Contains("Connection: close", seen.Text, StringComparison.Ordinal));
        Assert.All(result.Statistics.ConnectionEnds, count => Assert.Equal(0, count));
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "status-3xx")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "status-4xx")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "status-5xx")]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "status-503")]
    [InlineData("what?\r\n\r\n", "bad-response")]
    [InlineData(ScriptedServer.Ok + "HTTP/1.1 200 OK", "bad-response")]
    public void Every_answer_has_its_kind(string answer, string outcome)
    {
        using var server = new ScriptedServer(_ => new ServerAction(answer));
        var result = Run(Closed(server.Target, connections: 2, requests: 10));
        Assert.Equal(10, Count(result, RequestOutcomes.All.Single(o => o.Name() == outcome)));
    }

    [Fact]
    public void Nothing_that_listens_is_refused()
    {
        var target = NobodyThere();
        Assert.Equal(5, Count(Run(Open(target, connections: 4, requests: 5) with { Fresh = true }), RequestOutcome.ConnectRefused));
        Assert.Equal(5, Count(Run(Closed(target, connections: 1, requests: 5) with { Fresh = true }), RequestOutcome.ConnectRefused));
        Assert.Throws<TargetUnreachableException>(() => Run(Closed(target, connections: 4, requests: 5)));
    }

    [Fact]
    public void A_listener_that_never_accepts_ends_in_timeouts_by_stage()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var target = new Target(listener.LocalEndPoint!, "http://there", "there");
        var result = Run(Open(target, connections: 2, requests: 8) with { Fresh = true, Timeout = TimeSpan.FromMilliseconds(200) });
        // The kernel completes two handshakes for a backlog of one; later ones never get that far; what finds no connection is not sent.
        RequestOutcome[] stages = [RequestOutcome.Timeout, RequestOutcome.ConnectTimeout, RequestOutcome.TimeoutUnsent];
        Assert.Equal(8, stages.Sum(stage => Count(result, stage)));
        Assert.True(Count(result, RequestOutcome.Timeout) >= 1);
        Assert.Equal(0, result.Statistics.AnswersInWindow);
    }

    [Fact]
    public void A_unix_listener_with_a_full_backlog_ends_in_connect_timeouts()
    {
        var path = Path.Combine(Path.GetTempPath(), $"load-{Guid.NewGuid():N}.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        var target = new Target(new UnixDomainSocketEndPoint(path), "unix:" + path, "localhost");
        var result = Run(Open(target, connections: 8, requests: 8) with { Fresh = true, Timeout = TimeSpan.FromMilliseconds(200) });
        File.Delete(path);
        Assert.Equal(8, Count(result, RequestOutcome.Timeout) + Count(result, RequestOutcome.ConnectTimeout));
        Assert.Equal(6, Count(result, RequestOutcome.ConnectTimeout));
    }

    [Fact]
    public void A_request_without_answer_times_out_and_its_connection_is_given_up()
    {
        using var server = new ScriptedServer(_ => new ServerAction("HTTP/1.1 200 OK\r\nContent-Le"));
        var result = Run(Closed(server.Target, connections: 2, requests: 4) with { Timeout = TimeSpan.FromMilliseconds(50) });
        Assert.Equal((4, 4), (Count(result, RequestOutcome.Timeout), Ends(result, ConnectionEnd.GivenUp)));
        Assert.All(result.Records, record => Assert.True(record.Latency >= 50_000_000));
    }

    [Fact]
    public void A_reset_during_a_request_is_a_reset()
    {
        using var server = new ScriptedServer(_ => new ServerAction("", Then: Afterwards.Reset));
        var result = Run(Closed(server.Target, connections: 2, requests: 10) with { Fresh = true });
        Assert.Equal(10, Count(result, RequestOutcome.Reset));
    }

    [Fact]
    public void A_close_before_any_answer_on_a_fresh_connection_has_its_own_kind()
    {
        using var server = new ScriptedServer(_ => new ServerAction("", Then: Afterwards.Close));
        var result = Run(Closed(server.Target, connections: 2, requests: 10) with { Fresh = true });
        Assert.Equal(10, Count(result, RequestOutcome.ClosedBeforeResponse));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_request_on_a_kept_connection_that_goes_away_is_never_retried(bool reset)
    {
        var goAway = new ServerAction("", Then: reset ? Afterwards.Reset : Afterwards.Close);
        using var server = new ScriptedServer(seen => seen.OnConnection == 1 ? goAway : Ok);
        var result = Run(Closed(server.Target, connections: 1, requests: 10));
        // The first connection is open before its requests: answer, failure. Those after a failure are opened by their first request.
        Assert.Equal((5, 5), (Count(result, RequestOutcome.Useful), Count(result, RequestOutcome.ClosedOnReuse)));
        Assert.Equal((10, 5), (server.Seen.Count, result.Statistics.Opened));
        Assert.Equal(5, Ends(result, ConnectionEnd.FailedRequest));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")]
    public void A_close_inside_an_answer_has_its_own_kind(string part)
    {
        using var server = new ScriptedServer(_ => new ServerAction(part, Then: Afterwards.Close));
        var result = Run(Closed(server.Target, connections: 2, requests: 6));
        Assert.Equal(6, Count(result, RequestOutcome.ClosedMidResponse));
    }

    [Fact]
    public void An_announced_close_is_no_failure_and_the_connection_is_opened_again()
    {
        const string Last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
        using var server = new ScriptedServer(seen => seen.OnConnection == 4 ? new ServerAction(Last, Then: Afterwards.Close) : Ok);
        var result = Run(Closed(server.Target, connections: 2, requests: 100));
        Assert.Equal((100, 100), (Count(result, RequestOutcome.Useful), server.Seen.Count));
        Assert.Equal(server.Seen.Count(seen => seen.OnConnection == 4), Ends(result, ConnectionEnd.ClosedAnnounced));
    }

    [Fact]
    public void A_silent_close_is_seen_while_idle_or_fails_the_next_request()
    {
        using var server = new ScriptedServer(_ => Ok with { Then = Afterwards.Close });
        var result = Run(Closed(server.Target, connections: 1, requests: 20) with
        {
            Pacing = new ClosedLoop(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5)),
        });
        var (useful, onReuse) = (Count(result, RequestOutcome.Useful), Count(result, RequestOutcome.ClosedOnReuse));
        Assert.Equal(20, useful + onReuse);
        // Every answer's connection was found closed, but for the last one's, whose end the run may not see.
        Assert.InRange(Ends(result, ConnectionEnd.ClosedIdle) + onReuse, useful - 1, useful);
    }

    [Fact]
    public void An_answer_before_the_end_of_a_large_body_is_an_answer()
    {
        const string TooLarge = "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        using var server = new ScriptedServer(_ => new ServerAction(TooLarge));
        var result = Run(Closed(server.Target, connections: 1, requests: 3) with { Method = "POST", BodyBytes = 32 * 1024 * 1024 });
        Assert.Equal((3, 3), (Count(result, RequestOutcome.Status4xx), result.Statistics.Statuses[413]));
    }

    [Fact]
    public void With_a_skew_few_connections_send_most_requests()
    {
        using var server = new ScriptedServer(_ => Ok);
        var result = Run(Open(server.Target, connections: 10, requests: 500) with { Skew = new Skew(0.1, 0.9) });
        Assert.Equal(500, Count(result, RequestOutcome.Useful));
        // Connections are opened ahead in order of their slots, so the server's first one is the busy one.
        Assert.InRange(server.Seen.Count(seen => seen.Connection == 0), 400, 490);
    }

    [Fact]
    public void Threads_share_requests_and_connections()
    {
        using var server = new ScriptedServer(_ => Ok);
        var threads = Math.Min(2, Environment.ProcessorCount);
        var result = Run(Open(server.Target, connections: 5, requests: 301) with { Threads = threads });
        Assert.Equal((301, 301, 5), (Count(result, RequestOutcome.Useful), server.Seen.Count, result.Statistics.Opened));
        Assert.Equal(result.Records.Select(r => r.Start).Order(), result.Records.Select(r => r.Start));
    }

    [Fact]
    public void An_interrupt_ends_the_run_with_what_there_is()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var server = new ScriptedServer(seen =>
        {
            if (seen.OnConnection < 5)
                return Ok;
            stop.Cancel();
            return Ok with { Delay = TimeSpan.FromMinutes(1) };
        });
        var result = LoadRun.Execute(Closed(server.Target, connections: 1, requests: 1000), server: null, stop.Token);
        Assert.True(result.Interrupted);
        Assert.Equal((5, 1), (Count(result, RequestOutcome.Useful), Count(result, RequestOutcome.Unfinished)));
    }

    private static RunResult Run(LoadPlan plan) => LoadRun.Execute(plan, server: null, TestContext.Current.CancellationToken);

    private static LoadPlan Closed(Target target, int connections, long requests) => new()
    {
        Target = target,
        Paths = [new WeightedPath("/", 1)],
        Pacing = new ClosedLoop(TimeSpan.Zero, TimeSpan.Zero),
        Connections = connections,
        Requests = requests,
        Timeout = TimeSpan.FromSeconds(60),
        Duration = TimeSpan.FromSeconds(60),
        Seed = 1,
        KeepsLog = true,
    };

    private static LoadPlan Open(Target target, int connections, long requests) =>
        Closed(target, connections, requests) with { Pacing = new OpenLoop(2000, ArrivalKind.Poisson) };

    private static Target NobodyThere()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new Target(listener.LocalEndPoint!, "http://nobody", "nobody");
    }

    private static long Count(RunResult result, RequestOutcome outcome) => result.Statistics.Outcomes[(int)outcome];

    private static long Ends(RunResult result, ConnectionEnd end) => result.Statistics.ConnectionEnds[(int)end];

    private static long Absolute(RunResult result, RequestRecord record) => result.Window.Start + record.Start;
}
