using AppHost.Worker.Dispatch;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace AppHost.Tests.Dispatch;

public sealed class WorkerRequestTests : IDisposable
{
    private readonly FakeRequest _fake = new();

    public void Dispose() => _fake.Dispose();

    [Fact]
    public async Task A_request_waits_runs_and_ends()
    {
        var app = new TaskCompletionSource();
        _fake.App = () => app.Task;
        WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
        Assert.Equal(new GateLoad(4, Busy: 0, Queued: 1, Fresh: 0, 0), _fake.Load.Current);
        Task running = request.RunAsync();
        Assert.Equal(new GateLoad(4, Busy: 1, Queued: 0, Fresh: 0, 0), _fake.Load.Current);
        Assert.False(running.IsCompleted);
        app.SetResult();
        await running;
        Assert.Equal(new GateLoad(4, 0, 0, 0, 0), _fake.Load.Current);
        Assert.Equal((1, 0), (_fake.Region.Requests, _fake.Region.Failures));
        Assert.Equal(200, _fake.StatusCode);
        Assert.Empty(_fake.Logger.Records);
    }

    [Fact]
    public async Task A_running_request_is_on_the_scoreboard_until_it_ends()
    {
        _fake.Features.GetRequiredFeature<IHttpRequestFeature>().Headers["X-Request-Id"] = "abc";
        RequestSnapshot seen = default;
        _fake.App = () =>
        {
            Assert.True(_fake.Region.Record(0).TryRead(out seen));
            return Task.CompletedTask;
        };
        await _fake.Arrived().RunAsync();
        Assert.Equal(("GET", "/path", "abc"), (seen.Method, seen.Path, seen.RequestId));
        Assert.Equal(Environment.CurrentManagedThreadId, seen.Thread);
        Assert.False(_fake.Region.Record(0).TryRead(out _));
    }

    [Fact]
    public void A_blocking_run_returns_when_the_app_is_done()
    {
        using var canEnd = new ManualResetEventSlim();
        bool ended = false;
        _fake.App = () => Task.Run(() =>
        {
            canEnd.Wait();
            ended = true;
        });
        WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
        canEnd.Set();
        request.Run();
        Assert.True(ended);
        Assert.Equal(1, _fake.Region.Requests);
    }

    public static TheoryData<string> Ends => ["run", "run-async", "reject"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_request_ends_exactly_once(string second)
    {
        foreach (string first in Ends)
        {
            using var fake = new FakeRequest();
            WorkerRequest<FakeRequest.AppContext> request = fake.Arrived();
            await End(request, first);
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => End(request, second));
            Assert.Contains("exactly once", refused.Message, StringComparison.Ordinal);
            Assert.Equal(new GateLoad(4, 0, 0, 0, 0), fake.Load.Current);
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_running_request_cannot_be_ended_by_another(string second)
    {
        var app = new TaskCompletionSource();
        _fake.App = () => app.Task;
        WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
        Task running = request.RunAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => End(request, second));
        Assert.Equal(200, _fake.StatusCode);
        app.SetResult();
        await running;
        Assert.Equal(new GateLoad(4, 0, 0, 0, 0), _fake.Load.Current);
    }

    [Fact]
    public async Task Of_many_threads_one_ends_it()
    {
        for (int round = 0; round < 200; round++)
        {
            using var together = new Barrier(3);
            WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
            int ended = 0;
            Task Race(string end) => Task.Run(async () =>
            {
                together.SignalAndWait();
                try
                {
                    await End(request, end);
                    Interlocked.Increment(ref ended);
                }
                catch (InvalidOperationException)
                {
                    // Another one was first.
                }
            });
            await Task.WhenAll(Race("run"), Race("run-async"), Race("reject"));
            Assert.Equal(1, ended);
        }

        Assert.Equal(new GateLoad(4, 0, 0, 0, 0), _fake.Load.Current);
    }

    [Fact]
    public async Task A_request_that_was_not_handed_over_cannot_be_run()
    {
        var request = new WorkerRequest<FakeRequest.AppContext>(_fake, _fake.Services(), _fake.Logger, _fake.Features);
        await Assert.ThrowsAsync<InvalidOperationException>(request.RunAsync);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_throws_is_a_500(bool late)
    {
        _fake.Headers["X-Half"] = "an answer";
        _fake.Headers.ContentLength = 1000;
        _fake.App = late
            ? async () =>
            {
                await Task.Yield();
                throw new FormatException("no");
            }
            : () => throw new FormatException("no");
        await _fake.Arrived().RunAsync();
        Assert.Equal(500, _fake.StatusCode);
        Assert.Equal(0, _fake.Headers.ContentLength);
        Assert.False(_fake.Headers.ContainsKey("X-Half"));
        Assert.False(_fake.WasAborted);
        Assert.Equal((1, 1), (_fake.Region.Requests, _fake.Region.Failures));
        (LogLevel level, _, string message, Exception? exception) = Assert.Single(_fake.Logger.Records);
        Assert.Equal((LogLevel.Error, "GET /path: the handler failed."), (level, message));
        Assert.IsType<FormatException>(exception);
    }

    [Fact]
    public void A_blocking_handler_that_throws_does_not_throw_at_the_worker_class()
    {
        _fake.App = () => throw new FormatException("no");
        _fake.Arrived().Run();
        Assert.Equal(500, _fake.StatusCode);
    }

    [Fact]
    public async Task Half_an_answer_is_not_ended_as_if_it_were_whole()
    {
        _fake.App = () =>
        {
            _fake.HasStarted = true;
            throw new FormatException("no");
        };
        await _fake.Arrived().RunAsync();
        Assert.True(_fake.WasAborted);
        Assert.Equal(200, _fake.StatusCode);
        Assert.Single(_fake.Logger.Records);
    }

    [Fact]
    public async Task A_bad_request_gets_its_own_status_and_is_no_error_of_the_handler()
    {
        _fake.App = () => throw new BadHttpRequestException("Too large.", 413);
        await _fake.Arrived().RunAsync();
        Assert.Equal(413, _fake.StatusCode);
        Assert.Equal((LogLevel.Information, "GET /path: bad request, 413: Too large."),
            Assert.Single(_fake.Logger.Records.Select(r => (r.Level, r.Message))));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_request_that_was_aborted_is_no_news(bool canceled, bool wholeConnection)
    {
        _fake.App = () =>
        {
            if (wholeConnection) _fake.ClientLeaves();
            else _fake.RequestIsAborted();
            throw canceled ? new OperationCanceledException() : new IOException("Connection reset");
        };
        await _fake.Arrived().RunAsync();
        Assert.Empty(_fake.Logger.Records);
    }

    [Fact]
    public async Task A_cancellation_while_the_client_waits_is_a_failure()
    {
        _fake.App = () => throw new OperationCanceledException();
        await _fake.Arrived().RunAsync();
        Assert.Equal(500, _fake.StatusCode);
    }

    [Fact]
    public async Task A_rejected_request_is_answered_counted_and_never_run()
    {
        _fake.App = () => throw new FormatException("must not run");
        WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
        await request.RejectAsync(RejectReason.QueueFull);
        Assert.Equal(503, _fake.StatusCode);
        Assert.Equal("queue-full", _fake.Headers[ShedAnswer.ReasonHeader]);
        Assert.Equal((0, 1), (_fake.Region.Requests, _fake.Region.Rejected(RejectReason.QueueFull)));
        Assert.Equal(0, _fake.Load.InFlight);
        Assert.Equal(0, _fake.OpenContexts);
    }

    [Fact]
    public async Task A_client_that_has_gone_is_not_answered()
    {
        _fake.ClientLeaves();
        WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
        await request.RejectAsync(RejectReason.ClientGone);
        Assert.Equal(200, _fake.StatusCode);
        Assert.Equal(1, _fake.Region.Rejected(RejectReason.ClientGone));
    }

    [Fact]
    public void A_client_has_gone_with_its_connection()
    {
        WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
        Assert.False(request.IsAborted);
        _fake.ClientLeaves();
        Assert.True(request.IsAborted);
    }

    [Fact]
    public void A_client_may_give_up_one_stream_and_stay()
    {
        _fake.Features.Set<IHttp2StreamIdFeature>(new FirstStream());
        WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
        Assert.False(request.IsAborted);
        _fake.RequestIsAborted();
        Assert.True(request.IsAborted);
    }

    [Fact]
    public async Task The_context_of_the_app_is_disposed_once_and_only_if_it_was_made()
    {
        WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
        request.DisposeAppContext(null);
        Assert.Equal(0, _fake.OpenContexts);
        await request.RunAsync();
        Assert.Equal(1, _fake.OpenContexts);
        request.DisposeAppContext(null);
        request.DisposeAppContext(null);
        Assert.Equal(0, _fake.OpenContexts);
    }

    [Fact]
    public async Task The_next_request_of_a_connection_runs_in_the_same_object()
    {
        WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
        await request.RunAsync();
        request.DisposeAppContext(null);
        request.Reset(_fake.Features);
        await Assert.ThrowsAsync<InvalidOperationException>(request.RunAsync);
        request.Arrive();
        await request.RunAsync();
        Assert.Equal(2, _fake.Region.Requests);
    }

    [Fact]
    public void The_first_request_ends_the_hold_of_its_connection()
    {
        _fake.Load.ConnectionAccepted();
        _fake.Features.Set(new FreshConnection(_fake.Load));
        Assert.Equal(1, _fake.Load.Current.Taken);
        WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
        Assert.Equal(new GateLoad(4, 0, Queued: 1, Fresh: 0, 0, Connections: 1), _fake.Load.Current);
        request.Run();
        request.Reset(_fake.Features);
        request.Arrive();
        Assert.Equal(0, _fake.Load.Current.Fresh);
    }

    [Fact]
    public async Task More_requests_than_records_run_all_the_same()
    {
        var app = new TaskCompletionSource();
        _fake.App = () => app.Task;
        DispatchServices services = _fake.Services();
        while (services.Slots.Take() != RequestSlots.None)
        {
        }

        var request = new WorkerRequest<FakeRequest.AppContext>(_fake, services, _fake.Logger, _fake.Features);
        request.Arrive();
        Task running = request.RunAsync();
        app.SetResult();
        await running;
        Assert.Equal(1, _fake.Region.Requests);
        Assert.Equal(RequestSlots.None, services.Slots.Take());
    }

    private sealed class FirstStream : IHttp2StreamIdFeature
    {
        public int StreamId => 1;
    }

    private static Task End(WorkerRequest<FakeRequest.AppContext> request, string how)
    {
        switch (how)
        {
            case "run":
                request.Run();
                return Task.CompletedTask;
            case "run-async": return request.RunAsync();
            default: return request.RejectAsync(RejectReason.QueueFull);
        }
    }
}
