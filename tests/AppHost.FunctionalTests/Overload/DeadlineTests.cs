using System.Globalization;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Overload;

public sealed class DeadlineTests
{
    [Fact]
    public async Task A_pool_that_is_deadlocked_is_named_with_its_stack_and_its_worker_replaced()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Misbehaving", "-w", "2", "-k", "sync", "--slow", "200ms", "--timeout", "500ms") with
            {
                Environment = new Dictionary<string, string> { ["APPHOST_DEADLINE_KILL"] = "2s" },
            });
        IReadOnlyList<int> before = host.Workers;
        using HttpConnection hanging = await HttpConnection.ConnectAsync(host.EndPoint);
        await hanging.SendAsync(HttpConnection.Get("/hang"));
        await host.Log.WaitForAsync("GET /hang is slow: it has run for");
        // The other worker's: on its way while the first one is replaced.
        using HttpConnection sibling = await HttpConnection.ConnectAsync(host.EndPoint);
        await sibling.SendAsync(HttpConnection.Get("/slow-stream?chunks=80&ms=50"));

        HttpReply reply = await hanging.ReceiveAsync();
        Assert.Equal((503, "deadline", true), (reply.Status, reply.Headers["apphost-reason"], reply.Closes));
        await host.Log.WaitForAsync(@"GET /hang was answered by its deadline \(deadline.request\) after");
        await host.Log.WaitForAsync(@"GET /hang is stuck \(deadline.kill\): it has run for .* The worker is to be replaced");
        await host.Log.WaitForAsync(@"Worker \d+ \(\d+\) drains: Deadline");
        await Patience.UntilAsync(() => before.Count(host.Workers.Contains) == 1 && host.Workers.Count == 2, "one of two workers is a new one");
        await host.Log.WaitForAsync("Only requests that are stuck are left");

        HttpReply whole = await sibling.ReceiveAsync();
        Assert.Equal(200, whole.Status);
        Assert.Contains("chunk 79\n", whole.Body, StringComparison.Ordinal);
        for (int i = 0; i < 4; i++) Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
    }

    [Fact]
    public async Task A_pool_of_which_every_thread_waits_for_ever_gets_a_worker_in_its_place()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Misbehaving", "-w", "1", "--threads", "2", "--slow", "200ms", "--timeout", "500ms", "--queue-timeout", "10m") with
            {
                Environment = new Dictionary<string, string> { ["APPHOST_DEADLINE_KILL"] = "1s" },
            });
        int before = Assert.Single(host.Workers);
        HttpConnection[] hanging = [await HttpConnection.ConnectAsync(host.EndPoint), await HttpConnection.ConnectAsync(host.EndPoint)];
        foreach (HttpConnection one in hanging) await one.SendAsync(HttpConnection.Get("/hang"));
        foreach (HttpConnection one in hanging) Assert.Equal("deadline", (await one.ReceiveAsync()).Headers["apphost-reason"]);
        await host.Log.WaitForAsync(@"GET /hang is slow: it has run for [\d.]+ s, in Misbehaving\.MisbehavingHandler\.Handle\(");
        await host.Log.WaitForAsync(@"Worker \d+ \(\d+\) drains: Deadline");
        await Patience.UntilAsync(() => host.Workers is [var only] && only != before, "the worker has been replaced");
        for (int i = 0; i < 4; i++) Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
        foreach (HttpConnection one in hanging) one.Dispose();
    }

    [Fact]
    public async Task The_slow_log_shows_where_the_handler_stands()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Misbehaving", "-w", "1", "--threads", "2", "--slow", "100ms", "--timeout", "10m"));
        using HttpConnection hanging = await HttpConnection.ConnectAsync(host.EndPoint);
        await hanging.SendAsync(HttpConnection.Get("/hang"));
        await host.Log.WaitForAsync(@"GET /hang is slow: it has run for [\d.]+ s, in Misbehaving\.MisbehavingHandler\.Handle\(.*HttpContext\):");
        await host.Log.WaitForAsync(@"at System\.Threading\.Thread\.Sleep");
        // The next one comes too soon for another stack.
        using HttpConnection second = await HttpConnection.ConnectAsync(host.EndPoint);
        await second.SendAsync(HttpConnection.Get("/hang"));
        await host.Log.WaitForAsync(@"GET /hang is slow: .* \(no stack: one was read less than 30 s ago\)");
    }

    [Fact]
    public async Task A_handler_that_blocks_the_loop_is_named_with_its_stack()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("AsyncHello", "-w", "2", "--transport", "epoll"));
        using HttpConnection blocking = await HttpConnection.ConnectAsync(host.EndPoint);
        Task<HttpReply> reply = blocking.GetAsync("/block?ms=4000");
        await host.Log.WaitForAsync(
            @"The event loop has been blocked for \d+ ms by GET /block, in AsyncHello\.AsyncHelloHandler\.Block\(.*HttpContext\):");
        // The other worker's loop is its own.
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
        Assert.False(reply.IsCompleted);
        Assert.Equal(200, (await reply).Status);
        await host.Log.WaitForAsync(@"The event loop goes on; it was blocked for \d+ ms");
    }

    [Fact]
    public async Task Stacks_of_a_worker_can_be_printed()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Misbehaving", "-w", "1", "--threads", "1"));
        int worker = Assert.Single(host.Workers);
        CommandResult result = await HostProcess.RunToEndAsync(new HostLaunch("stacks", worker.ToString(CultureInfo.InvariantCulture)));
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("AppHost.Worker.Transport.EventLoop.Run()", result.Output, StringComparison.Ordinal);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
        CommandResult nobody = await HostProcess.RunToEndAsync(new HostLaunch("stacks", "4194305"));
        Assert.Equal((1, "There is no process 4194305."), (nobody.ExitCode, nobody.Errors.Trim()));
    }
}
