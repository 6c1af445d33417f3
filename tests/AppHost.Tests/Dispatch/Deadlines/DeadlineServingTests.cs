using System.Net;
using System.Text;
using AppHost.Tests.Support;
using AppHost.Tests.Transport;
using AppHost.Worker.Dispatch;
using AppHost.Worker.Messages;
using Microsoft.AspNetCore.Http;

namespace AppHost.Tests.Dispatch.Deadlines;

/// <summary>What clients see of deadlines, over each transport and both versions of HTTP.</summary>
public sealed class DeadlineServingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Transports, bool> Ways => new()
    {
        { Transports.Epoll, false },
        { Transports.Epoll, true },
        { Transports.Sockets, false },
        { Transports.Sockets, true },
    };

    [Theory, MemberData(nameof(Ways))]
    public async Task What_a_thread_writes_after_its_handler_has_returned_reaches_nobody(Transports transport, bool http2)
    {
        var left = new TaskCompletionSource<(HttpContext Context, Stream Body)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var secondRuns = new SemaphoreSlim(0);
        var secondMayEnd = new SemaphoreSlim(0);
        await using WorkerServer server = await WorkerServer.StartAsync(transport, http2, context =>
        {
            if (context.Request.Path == "/first")
            {
                left.SetResult((context, context.Response.Body));
                Write(context, "first");
                return;
            }

            secondRuns.Release();
            secondMayEnd.Wait(Token);
            Write(context, "second");
        });
        using HttpClient client = server.CreateClient();
        Assert.Equal("first", await client.GetStringAsync("/first", Token));
        (HttpContext context, Stream body) = await left.Task;
        Task<string> second = client.GetStringAsync("/second", Token);
        await secondRuns.WaitAsync(Token);
        Assert.ThrowsAny<InvalidOperationException>(() => body.Write("LATE"u8));
        Assert.ThrowsAny<InvalidOperationException>(() => context.Response.Body.Write("LATE"u8));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => context.Response.WriteAsync("LATE", Token));
        secondMayEnd.Release();
        Assert.Equal("second", await second);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task After_the_deadline_a_blocking_handler_writes_to_nobody(Transports transport, bool http2)
    {
        using var mayWrite = new ManualResetEventSlim();
        var returned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WorkerServer server = await WorkerServer.StartAsync(transport, http2, context =>
        {
            if (context.Request.Path == "/fast")
            {
                Write(context, "fast");
                return;
            }

            try
            {
                mayWrite.Wait(Token);
                context.Response.Body.Write("LATE"u8);
                context.Response.Body.Flush();
            }
            finally
            {
                returned.SetResult();
            }
        }, Deadline(100));
        using HttpClient client = server.CreateClient();
        await Expires(client, http2);
        // The handler has not returned: it still has its slot and its connection.
        await Until(() => server.Region.Expired == 1);
        Assert.Equal(1, server.Region.Busy);
        mayWrite.Set();
        await returned.Task.Soon();
        for (int i = 0; i < 10; i++) Assert.Equal("fast", await client.GetStringAsync("/fast", Token));
        await Until(() => server.Region.Busy == 0);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task After_the_deadline_an_awaiting_handler_writes_to_nobody(Transports transport, bool http2)
    {
        var mayWrite = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var returned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WorkerServer server = await WorkerServer.StartAsync(transport, http2, async context =>
        {
            if (context.Request.Path == "/fast")
            {
                await context.Response.WriteAsync("fast");
                return;
            }

            try
            {
                await mayWrite.Task;
                await context.Response.WriteAsync("LATE");
            }
            finally
            {
                returned.SetResult();
            }
        }, Deadline(100));
        using HttpClient client = server.CreateClient();
        await Expires(client, http2);
        await Until(() => server.Region.Expired == 1);
        Assert.Equal(1, server.Region.Busy);
        mayWrite.SetResult();
        await returned.Task.Soon();
        for (int i = 0; i < 10; i++) Assert.Equal("fast", await client.GetStringAsync("/fast", Token));
        await Until(() => server.Region.Busy == 0);
    }

    [Theory]
    [InlineData(Transports.Epoll)]
    [InlineData(Transports.Sockets)]
    public async Task The_answer_of_a_deadline_is_the_last_on_its_connection(Transports transport)
    {
        using var release = new ManualResetEventSlim();
        await using WorkerServer server = await WorkerServer.StartAsync(transport, false, context =>
        {
            release.Wait(Token);
            Write(context, "LATE");
        }, Deadline(100));
        using RawClient client = await RawClient.ConnectAsync(server.EndPoint);
        const string Request = "GET /hang HTTP/1.1\r\nHost: a\r\n\r\n";
        // The second request must not be run: its answer would be dropped with the rest.
        await client.SendAsync(Request + Request);
        string head = await client.ReadUntilAsync("\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nAppHost-Reason: deadline\r\n", head, StringComparison.Ordinal);
        release.Set();
        Assert.Empty(await client.ReadToEndAsync());
        await Until(() => server.Region.Connections == 0);
        Assert.Equal((1, 0), (server.Region.Requests, server.Region.Failures));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task The_token_of_the_request_ends_with_its_deadline(Transports transport, bool http2)
    {
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WorkerServer server = await WorkerServer.StartAsync(transport, http2, async context =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                canceled.SetResult();
                throw;
            }
        }, Deadline(100));
        using HttpClient client = server.CreateClient();
        await Expires(client, http2);
        await canceled.Task.Soon();
        await Until(() => server.Region.Busy == 0);
        // A handler that gives up when it is told to has not failed.
        Assert.Equal(0, server.Region.Failures);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_response_that_has_started_has_no_deadline(Transports transport, bool http2)
    {
        WorkerServer? running = null;
        running = await WorkerServer.StartAsync(transport, http2, async context =>
        {
            if (context.Request.Path == "/other")
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            await context.Response.WriteAsync("half ");
            await context.Response.Body.FlushAsync();
            // Until another one has run into the deadline that this one would have met before.
            await Until(() => running!.Region.Expired > 0);
            await context.Response.WriteAsync("whole");
        }, Deadline(100));
        await using WorkerServer disposed = running;
        using HttpClient client = running.CreateClient();
        using HttpClient other = running.CreateClient();
        Task<string> started = client.GetStringAsync("/started", Token);
        await Until(() => running.Region.Busy == 1);
        await Expires(other, http2, "/other");
        Assert.Equal("half whole", await started);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_handler_that_extends_its_deadline_has_that_time(Transports transport, bool http2)
    {
        WorkerServer? running = null;
        running = await WorkerServer.StartAsync(transport, http2, async context =>
        {
            if (context.Request.Path == "/other") await Task.Delay(Timeout.Infinite, context.RequestAborted);
            Assert.True(context.ExtendDeadline(TimeSpan.FromMinutes(5)));
            await Until(() => running!.Region.Expired > 0);
            await context.Response.WriteAsync("extended");
        }, Deadline(200));
        await using WorkerServer disposed = running;
        using HttpClient client = running.CreateClient();
        using HttpClient other = running.CreateClient();
        Task<string> extended = client.GetStringAsync("/", Token);
        await Until(() => running.Region.Busy == 1);
        // No two requests share a deadline: the later one meets its own.
        await Expires(other, http2, "/other");
        Assert.Equal("extended", await extended);
    }

    [Fact]
    public async Task An_expired_deadline_cannot_be_extended()
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WorkerServer server = await WorkerServer.StartAsync(Transports.Epoll, false, async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            answer.SetResult(context.ExtendDeadline(TimeSpan.FromMinutes(1)));
        }, Deadline(50));
        using HttpClient client = server.CreateClient();
        await Expires(client, http2: false);
        Assert.False(await answer.Task.Soon());
    }

    [Fact]
    public async Task Under_only_under_pressure_the_deadline_waits_for_somebody_who_wants_the_slot()
    {
        using var release = new ManualResetEventSlim();
        await using WorkerServer server = await WorkerServer.StartAsync(Transports.Epoll, false, context =>
        {
            if (context.Request.Path == "/hang") release.Wait(Token);
            Write(context, "done");
        }, serving => Deadline(50)(serving) with { DeadlineOnlyUnderPressure = true, DeadlineSlow = 60 }, threads: 2);
        using HttpClient first = server.CreateClient();
        using HttpClient second = server.CreateClient();
        Task<HttpResponseMessage> one = first.GetAsync("/hang", Token);
        // Slow comes later than the deadline would.
        await Until(() => server.Region.Slow == 1);
        Assert.Equal(0, server.Region.Expired);
        Task<HttpResponseMessage> two = second.GetAsync("/hang", Token);
        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable], [(await one).StatusCode, (await two).StatusCode]);
        release.Set();
    }

    [Fact]
    public async Task A_request_that_is_stuck_is_told_of_once_and_kept_from_nothing()
    {
        using var release = new ManualResetEventSlim();
        await using WorkerServer server = await WorkerServer.StartAsync(Transports.Epoll, false, context =>
        {
            if (context.Request.Path != "/fast") release.Wait(Token);
            Write(context, "fast");
        }, serving => Deadline(50)(serving) with { DeadlineKill = 100 });
        var stuck = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Worker.OnStuck = stuck.SetResult;
        server.Worker.OnOnlyStuckLeft = rest.SetResult;
        using HttpClient client = server.CreateClient();
        Task[] hanging = [Expires(client, http2: false, "/hang?1"), Expires(server.CreateClient(), http2: false, "/hang?1")];
        Assert.Equal("GET /hang", await stuck.Task.Soon());
        await Task.WhenAll(hanging);
        using HttpClient other = server.CreateClient();
        Assert.Equal("fast", await other.GetStringAsync("/fast", Token));
        await Until(() => server.Region.Stuck == 2);
        Assert.False(rest.Task.IsCompleted);
        server.Identity.BeginDraining();
        other.Dispose();
        await rest.Task.Soon();
        release.Set();
    }

    private static Func<ServingAssignment, ServingAssignment> Deadline(int milliseconds) =>
        serving => serving with { DeadlineRequest = milliseconds };

    private static async Task Expires(HttpClient client, bool http2, string path = "/hang")
    {
        if (http2)
        {
            HttpRequestException reset = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(path, Token));
            Assert.Contains("INTERNAL_ERROR", reset.InnerException!.Message + reset.InnerException.InnerException?.Message, StringComparison.Ordinal);
            return;
        }

        using HttpResponseMessage answer = await client.GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.True(answer.Headers.ConnectionClose);
        Assert.Equal("deadline", Assert.Single(answer.Headers.GetValues(ShedAnswer.ReasonHeader)));
    }

    private static void Write(HttpContext context, string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        context.Response.ContentLength = bytes.Length;
        context.Response.Body.Write(bytes);
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(5, Token);
    }
}
