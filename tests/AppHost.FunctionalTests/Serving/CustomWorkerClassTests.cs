using AppHost.FunctionalTests.Harness;
using AppHost.TestApps;

namespace AppHost.FunctionalTests.Serving;

/// <summary>The example of a worker class, loaded as an operator would.</summary>
public sealed class CustomWorkerClassTests
{
    private static string Class => $"CustomWorkerType.PriorityThreads, {TestApp.Path("CustomWorkerType")}";

    [Fact]
    public async Task The_most_urgent_request_runs_first_and_the_least_urgent_makes_room()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Probe", "-w", "1", "--threads", "1", "--queue", "1", "--queue-timeout", "10m", "-k", Class));
        Assert.Contains("Listening on", host.Log.Text, StringComparison.Ordinal);
        using var held = new HeldRequests(host);
        await held.HoldAsync();
        using HttpConnection low = await HttpConnection.ConnectAsync(host.EndPoint);
        using HttpConnection high = await HttpConnection.ConnectAsync(host.EndPoint);
        await low.SendAsync("GET /pid HTTP/1.1\r\nHost: test\r\nX-Priority: low\r\n\r\n");
        Task<HttpReply> displaced = low.ReceiveAsync();
        // Which of the two arrives first is theirs to settle: the low one gives way to the high one, or finds the queue full.
        await high.SendAsync("GET /pid HTTP/1.1\r\nHost: test\r\nX-Priority: high\r\n\r\n");
        HttpReply reply = await displaced;
        Assert.Equal(503, reply.Status);
        Assert.Matches("^(discarded|queue-full)$", reply.Headers["apphost-reason"]);
        Assert.False(reply.Closes);
        held.Release();
        Assert.Equal(200, (await high.ReceiveAsync()).Status);
        Assert.Equal(200, (await low.GetAsync("/pid")).Status);
        Assert.Equal(0, await host.StopAsync());
    }

    [Fact]
    public async Task A_class_that_does_not_suit_the_app_says_so_itself()
    {
        CommandResult result = await HostProcess.RunToEndAsync(HostLaunch.Run("AsyncHello", "-w", "1", "-k", Class));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("PriorityThreads is for blocking handlers (IHandler); use worker-class async.", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_that_is_not_there_is_answered_with_those_that_are()
    {
        string wrong = Class.Replace("PriorityThreads", "PriorityThread", StringComparison.Ordinal);
        CommandResult result = await HostProcess.RunToEndAsync(new HostLaunch("check", "-k", wrong, TestApp.Path("Probe")));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("Did you mean CustomWorkerType.PriorityThreads?", result.Errors, StringComparison.Ordinal);
    }
}
