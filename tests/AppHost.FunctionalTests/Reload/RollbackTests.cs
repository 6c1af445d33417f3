using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Reload;

/// <summary><c>apphost rollback</c>, and the outcomes of <c>apphost reload --wait</c>.</summary>
public abstract class RollbackTests(ServedApp served) : IDisposable
{
    private readonly Deployment _deployment = new(served);

    public void Dispose()
    {
        _deployment.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_code_of_a_kept_generation_comes_back_whatever_lies_in_the_live_folder()
    {
        await using HostProcess host = await _deployment.StartAsync();
        _deployment.Deploy("AsyncHello");
        Assert.Equal(0, (await _deployment.OrderAsync("reload", "--wait")).ExitCode);
        Assert.NotEqual("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
        await using LoadLoop load = LoadLoop.Start(host.EndPoint, fresh: 1, kept: 0);

        await File.WriteAllTextAsync(_deployment.Library, "garbage", TestContext.Current.CancellationToken);
        CommandResult back = await _deployment.OrderAsync("rollback", "--wait");
        Assert.Equal((0, "completed: Generation 1 serves."), (back.ExitCode, back.Output.Trim()));
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);

        CommandResult forth = await _deployment.OrderAsync("rollback", "2", "--wait");
        Assert.Equal(0, forth.ExitCode);
        Assert.NotEqual("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
    }

    [Fact]
    public async Task What_is_not_kept_cannot_come_back()
    {
        await using HostProcess host = await _deployment.StartAsync();
        CommandResult none = await _deployment.OrderAsync("rollback", "--wait");
        Assert.Equal(3, none.ExitCode);
        Assert.Contains("no older generation is kept", none.Errors, StringComparison.Ordinal);
        CommandResult unknown = await _deployment.OrderAsync("rollback", "7", "--wait");
        Assert.Equal(3, unknown.ExitCode);
        Assert.Contains("generation 7 is not kept", unknown.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_in_its_bake_is_called_off()
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 1\nreload: { bake: 10m }");
        Task<CommandResult> reload = _deployment.OrderAsync("reload", "--wait");
        await host.Log.WaitForAsync("the first worker of generation 2 serves");
        Assert.Equal(0, (await _deployment.OrderAsync("rollback", "--wait")).ExitCode);
        CommandResult calledOff = await reload;
        Assert.Equal(3, calledOff.ExitCode);
        Assert.Contains("called off", calledOff.Errors, StringComparison.Ordinal);
        await Patience.UntilAsync(() => host.Workers.Count == 1, "the new worker has left");
        Assert.Equal("0 1", (await HttpConnection.GetOnceAsync(host.EndPoint, "/worker")).Body);
    }

    [Fact]
    public async Task Who_waits_for_a_reload_that_fails_is_told_why()
    {
        await using HostProcess host = await _deployment.StartAsync();
        _deployment.Deploy("ThrowingConstructor");
        _deployment.Configure("workers: 2\n" + served.HandlerLine("ThrowingConstructor.ThrowingHandler"));
        CommandResult failed = await _deployment.OrderAsync("reload", "--wait");
        Assert.Equal(3, failed.ExitCode);
        Assert.Contains("The database 'orders' does not answer", failed.Errors, StringComparison.Ordinal);
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
    }

    [Fact]
    public async Task A_release_that_crashes_while_it_is_watched_is_rolled_back_and_told_once()
    {
        _deployment.Deploy("Workload");
        await using HostProcess host = await _deployment.StartAsync();
        int[] workers = [.. host.Workers.Order()];
        _deployment.Configure("workers: 2\nreload: { bake: 10m }\nenv: { CRASH_AFTER_MS: '1' }");
        CommandResult failed = await _deployment.OrderAsync("reload", "--wait");
        Assert.Equal(3, failed.ExitCode);
        // An app has started, and begins to count, before its worker is READY.
        Assert.Contains(served.IsAspNetCore ? "SIGABRT" : "after READY: SIGABRT", failed.Errors, StringComparison.Ordinal);
        Assert.Contains("crashed after READY, as configured", failed.Errors, StringComparison.Ordinal);
        Assert.Equal(1, host.Log.CountOf("SIGABRT"));
        Assert.Equal(workers, host.Workers.Order());
    }

    [Fact]
    public async Task A_first_worker_that_hangs_in_its_boot_has_no_successor()
    {
        await using HostProcess host = await _deployment.StartAsync();
        _deployment.Deploy("HangingBoot");
        _deployment.Configure("workers: 2\nboot-timeout: 1s");
        CommandResult failed = await _deployment.OrderAsync("reload", "--wait");
        Assert.Equal(3, failed.ExitCode);
        Assert.Contains("not ready after 1 s", failed.Errors, StringComparison.Ordinal);
        Assert.Equal(2, host.Workers.Count);
        Assert.Equal(0, host.Log.CountOf("has left"));
    }

    [Fact]
    public async Task A_superseded_reload_is_told_so_and_the_newer_one_completes()
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 1\nreload: { bake: 10m }");
        Task<CommandResult> first = _deployment.OrderAsync("reload", "--wait");
        await host.Log.WaitForAsync("the first worker of generation 2 serves");
        _deployment.Configure("workers: 1");
        Assert.Equal(0, (await _deployment.OrderAsync("reload", "--wait")).ExitCode);
        Assert.Contains("newer request", (await first).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_touched_file_asks_for_a_reload()
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 1");
        await File.WriteAllTextAsync(Path.Combine(_deployment.Release, "restart.txt"), "", TestContext.Current.CancellationToken);
        await host.Log.WaitForAsync("generation 2 serves with 1 workers");
    }

    [Fact]
    public async Task Watched_code_that_changes_is_served()
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 1", "--watch");
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
        _deployment.Deploy("AsyncHello");
        await host.Log.WaitForAsync("generation 2 serves with 1 workers");
        // The old worker has been told to drain; until it has read that it may still answer.
        await Patience.UntilAsync(
            async () => (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body != "probe", "the new code answers");
    }
}
