using AppHost.Worker.Dispatch;
using AppHost.Worker.Scoreboard;
using Microsoft.AspNetCore.Http.Features;

namespace AppHost.Tests.Dispatch;

public sealed class RequestScopeTests : IDisposable
{
    private readonly FakeRequest _fake = new();

    private IHttpRequestFeature Request => _fake.Features.GetRequiredFeature<IHttpRequestFeature>();

    public void Dispose() => _fake.Dispose();

    [Fact]
    public async Task The_id_follows_the_code_through_awaits_and_ends_with_it()
    {
        Request.Headers["X-Request-Id"] = "abc";
        List<string?> seen = [];
        _fake.App = async () =>
        {
            seen.Add(RequestScope.CurrentId);
            await Task.Yield();
            seen.Add(RequestScope.CurrentId);
            seen.Add(await Task.Run(() => RequestScope.CurrentId));
        };
        await _fake.Arrived().RunAsync();
        Assert.Equal(["abc", "abc", "abc"], seen);
        Assert.Null(RequestScope.CurrentId);
    }

    [Fact]
    public async Task One_without_an_id_gets_one_and_shows_it_everywhere()
    {
        string? logged = null;
        string? traced = null;
        RequestSnapshot recorded = default;
        WorkerRequest<FakeRequest.AppContext>? request = null;
        _fake.App = () =>
        {
            _fake.Region.Record(0).TryRead(out recorded);
            logged = RequestScope.CurrentId;
            traced = ((IFeatureCollection)request!).Get<IHttpRequestIdentifierFeature>()!.TraceIdentifier;
            return Task.CompletedTask;
        };
        request = _fake.Arrived();
        await request.RunAsync();
        Assert.Equal(CorrelationId.OwnLength, logged!.Length);
        Assert.Equal((logged, logged), (traced, recorded.RequestId));
    }

    [Fact]
    public async Task What_a_request_leaves_running_keeps_its_id()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string?> left = Task.FromResult<string?>(null);
        Request.Headers["X-Request-Id"] = "first";
        _fake.App = () =>
        {
            _ = RequestScope.CurrentId;
            left = ReadLaterAsync(goOn.Task);
            return Task.CompletedTask;
        };
        WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
        await request.RunAsync();

        Request.Headers["X-Request-Id"] = "second";
        string? second = null;
        _fake.App = () =>
        {
            second = RequestScope.CurrentId;
            return Task.CompletedTask;
        };
        request.Reset(_fake.Features);
        request.Arrive();
        await request.RunAsync();
        goOn.SetResult();
        Assert.Equal(("first", "second"), (await left, second));
    }

    [Fact]
    public void The_app_may_set_another_trace_identifier_for_one_request()
    {
        Request.Headers["X-Request-Id"] = "theirs";
        WorkerRequest<FakeRequest.AppContext>? request = null;
        List<string> seen = [];
        _fake.App = () =>
        {
            IHttpRequestIdentifierFeature identifier = ((IFeatureCollection)request!).Get<IHttpRequestIdentifierFeature>()!;
            seen.Add(identifier.TraceIdentifier);
            identifier.TraceIdentifier = "own";
            seen.Add(identifier.TraceIdentifier);
            return Task.CompletedTask;
        };
        request = _fake.Arrived();
        request.Run();
        request.Reset(_fake.Features);
        request.Arrive();
        request.Run();
        Assert.Equal(["theirs", "own", "theirs", "own"], seen);
    }

    [Fact]
    public void A_request_whose_id_nobody_reads_costs_no_allocation()
    {
        WorkerRequest<FakeRequest.AppContext> request = _fake.Arrived();
        request.Run();
        long before = 0;
        for (int i = 0; i < 200; i++)
        {
            // What is compiled and cached on the way is not the request's.
            if (i == 100) before = GC.GetAllocatedBytesForCurrentThread();
            request.Reset(_fake.Features);
            request.Arrive();
            Assert.True(request.RunAsync().IsCompletedSuccessfully);
            request.DisposeAppContext(null);
        }

        // FakeRequest makes one object of its own for each: its app's context.
        Assert.Equal(100 * 24, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static async Task<string?> ReadLaterAsync(Task signal)
    {
        await signal;
        return RequestScope.CurrentId;
    }
}
