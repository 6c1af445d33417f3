using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Reload;

/// <summary>A generation whose workers do not boot any more.</summary>
public sealed class BreakerTests : IDisposable
{
    private const string Settings = "crash: { breaker: 2 in 10m, backoff: 10ms";

    private readonly Deployment _deployment = new();

    public void Dispose() => _deployment.Dispose();

    [Fact]
    public async Task The_others_keep_serving_and_a_reload_heals()
    {
        await using HostProcess host = await _deployment.StartAsync($"workers: 2\n{Settings} }}", "--no-snapshot");
        await BreakAsync(host);
        await host.Log.WaitForAsync("Generation 1 has failed: 2 workers in a row did not boot");
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
        Assert.Contains("failed", (await _deployment.OrderAsync("status")).Output, StringComparison.Ordinal);
        Assert.Single(host.Workers);
        _deployment.Deploy("Probe");
        Assert.Equal(0, (await _deployment.OrderAsync("reload", "--wait")).ExitCode);
        Assert.Equal(2, (await _deployment.OrderAsync("status", "--json")).Output.Split("\"state\": \"ready\"").Length - 1);
    }

    [Fact]
    public async Task A_host_without_workers_ends_if_it_was_told_to()
    {
        await using HostProcess host = await _deployment.StartAsync($"workers: 1\n{Settings}, on-exhausted: exit }}", "--no-snapshot");
        await BreakAsync(host);
        Assert.Equal(4, await host.ExitAsync());
        await host.Log.WaitForAsync("No worker of generation 1 is left");
    }

    [Fact]
    public async Task A_kill_storm_is_no_crash_loop()
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 3");
        for (int i = 0; i < 12; i++)
        {
            Signals.Send(host.Workers[0], UnixSignal.SIGKILL);
            await Patience.UntilAsync(() => host.Workers.Count == 3, "the killed worker is replaced");
        }

        await Patience.UntilAsync(async () => (await _deployment.OrderAsync("status", "--json")).Output.Split("\"state\": \"ready\"").Length - 1 == 3, "all serve");
        Assert.Equal(0, host.Log.CountOf("has failed"));
    }

    // The library is replaced by rename: no one that runs may be hurt, but nobody new can start from it.
    private async Task BreakAsync(HostProcess host)
    {
        await File.WriteAllTextAsync(_deployment.Library + ".new", "garbage", TestContext.Current.CancellationToken);
        File.Move(_deployment.Library + ".new", _deployment.Library, overwrite: true);
        Signals.Send(host.Workers[0], UnixSignal.SIGKILL);
    }
}
