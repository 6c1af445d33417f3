using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Reload;

/// <summary>Workers are replaced by fresh ones of the same generation.</summary>
public sealed class RecycleTests : IDisposable
{
    private readonly Deployment _deployment = new();

    public void Dispose() => _deployment.Dispose();

    [Fact]
    public async Task All_are_replaced_one_after_the_other_and_nobody_notices()
    {
        await using HostProcess host = await _deployment.StartAsync();
        int[] old = [.. host.Workers];
        await using LoadLoop load = LoadLoop.Start(host.EndPoint, fresh: 2, kept: 2);
        await load.SucceedAsync(10);
        Assert.Equal(0, (await _deployment.OrderAsync("recycle")).ExitCode);
        foreach (int worker in old) await host.Log.WaitForAsync($@"\({worker}\) has left: Recycle, exit code 0");
        await load.SucceedAsync(10);
        Assert.Empty(await load.StopAsync());
        Assert.Equal(2, host.Workers.Count);
        await Patience.UntilAsync(async () => (await HttpConnection.GetOnceAsync(host.EndPoint, "/worker")).Body == "1 1", "the second has its id again");
    }

    [Fact]
    public async Task One_is_replaced_under_its_id()
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 1");
        int old = Assert.Single(host.Workers);
        Assert.Equal(0, (await _deployment.OrderAsync("recycle", "0")).ExitCode);
        await host.Log.WaitForAsync($@"\({old}\) has left: Recycle");
        Assert.Equal("0 1", (await HttpConnection.GetOnceAsync(host.EndPoint, "/worker")).Body);
        Assert.Contains("there is no ready worker 5", (await _deployment.OrderAsync("recycle", "5")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_has_served_enough_requests_is_replaced_without_loss()
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 1\nrecycle: { requests: 20 }");
        int old = Assert.Single(host.Workers);
        await using LoadLoop load = LoadLoop.Start(host.EndPoint, fresh: 1, kept: 2);
        await host.Log.WaitForAsync($@"\({old}\) has left: Requests, exit code 0");
        Assert.Empty(await load.StopAsync());
    }

    [Fact]
    public async Task A_worker_whose_memory_grew_over_the_hard_limit_leaves()
    {
        _deployment.Deploy("Misbehaving");
        await using HostProcess host = await _deployment.StartAsync("workers: 2\nrecycle: { memory-hard: 200MiB }");
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/leak?mb=300")).Status);
        await host.Log.WaitForAsync("has left: MemoryHard, exit code 0");
        Assert.Equal(1, host.Log.CountOf("is to be replaced by a fresh one: MemoryHard"));
    }
}
