using System.Text.Json.Nodes;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Control;

/// <summary>Verbs that change something.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task Reload_returns_when_the_new_generation_serves()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "2", "--bake", "50ms", "--linger", "0s");
        CommandResult result = await host.RunAsync("reload", "--wait");
        Assert.Equal((0, "completed: Generation 2 serves."), (result.ExitCode, result.Output));
        var status = await host.StatusAsync();
        Assert.Equal((2, "idle"), ((int)status["host"]!["generation"]!, (string)status["reload"]!["state"]!));
        Assert.Equal(2, status["workers"]!.AsArray().Count(worker => (int)worker!["generation"]! == 2 && (string)worker["state"]! == "ready"));
        Assert.Contains("POST /v1/reload by uid ", host.Process.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_of_a_broken_configuration_says_why_and_the_old_one_goes_on()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("appserver.yaml", "workers: 1\n");
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-c", file);
        folder.Write("appserver.yaml", "workers: many\n");
        CommandResult result = await host.RunAsync("reload", "--wait");
        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("refused: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("appserver.yaml:1:10: workers: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Generation 1 goes on.", result.Errors, StringComparison.Ordinal);
        Assert.Equal("refused", (string)(await host.StatusAsync())["reload"]!["last"]!["result"]!);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.Process.EndPoint, "/")).Status);
    }

    [Fact]
    public async Task Reload_of_an_app_that_does_not_boot_is_rolled_back_with_its_reason()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("appserver.yaml", "workers: 1\n");
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-c", file);
        folder.Write("appserver.yaml", $"workers: 1\napp:\n  path: {AppHost.TestApps.TestApp.Path("Probe")}\n  FAILS_IN_WORKER: 0\n");
        CommandResult result = await host.RunAsync("reload", "--wait");
        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("rolled-back: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("fails in this worker, as asked", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Generation 1 goes on.", result.Errors, StringComparison.Ordinal);
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.Process.EndPoint, "/")).Status);
    }

    [Fact]
    public async Task Scale_takes_effect_at_once()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1", "--linger", "0s");
        Assert.Equal("done: 2 workers wanted from now on.", (await host.RunAsync("scale", "+1")).Output);
        await ReadyAsync(host, 2);
        Assert.Equal("done: 3 workers wanted from now on.", (await host.RunAsync("scale", "3")).Output);
        await ReadyAsync(host, 3);
        Assert.Equal("done: 2 workers wanted from now on.", (await host.RunAsync("scale", "-1")).Output);
        await ReadyAsync(host, 2);
        CommandResult wrong = await host.RunAsync("scale", "0");
        Assert.Equal((1, "0 workers cannot be: at least 1, at most 512"), (wrong.ExitCode, wrong.Errors));
        Assert.Equal(2, (int)(await host.StatusAsync())["host"]!["workers"]!);
    }

    [Fact]
    public async Task A_drained_worker_gets_nothing_more_and_finishes_what_it_has()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1", "--threads", "4", "--linger", "0s");
        using var held = new HeldRequests(host.Process);
        int odd = await held.HoldAsync();
        CommandResult drained = await host.RunAsync("drain", "0");
        Assert.Equal(
            (0, "draining: Worker 0 takes nothing new and leaves when it is done; another is started now."), (drained.ExitCode, drained.Output));
        // Its replacement serves while it still has a request.
        Assert.NotEqual(odd.ToString(System.Globalization.CultureInfo.InvariantCulture), (await HttpConnection.GetOnceAsync(host.Process.EndPoint, "/pid")).Body);
        JsonNode leaving = (await host.StatusAsync())["workers"]!.AsArray().Single(worker => (int)worker!["pid"]! == odd)!;
        Assert.Equal(("draining", "drain", 1), ((string)leaving["state"]!, (string)leaving["leaving"]!, (int)leaving["busy"]!["now"]!));
        held.Release();
        await HeldRequests.ReceiveRestAsync(held.Clients[0]);
        await host.Process.GoneAsync(odd);
        await Patience.UntilAsync(async () => (int?)(await host.StatusAsync())["exits"]!["reasons"]!["drain"] == 1, "its exit is counted");
        CommandResult none = await host.RunAsync("drain", "7");
        Assert.Equal((1, "there is no ready worker 7."), (none.ExitCode, none.Errors));
    }

    [Fact]
    public async Task Stop_that_waits_returns_when_the_host_has_gone()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1", "--linger", "0s");
        CommandResult result = await host.RunAsync("stop", "--wait");
        Assert.Equal((0, "stopping: The host stops; running requests finish first."), (result.ExitCode, result.Output));
        Assert.Equal(0, await host.Process.ExitAsync());
        Assert.False(File.Exists(host.Socket));
    }

    [Fact]
    public async Task A_reload_that_is_waited_for_is_told_of_a_stop()
    {
        await using ControlledHost host = await ControlledHost.StartAsync(null, "-w", "1", "--bake", "10m", "--linger", "0s");
        Task<CommandResult> reloading = host.RunAsync("reload", "--wait");
        await host.Process.Log.WaitForAsync("of generation 2 serves; watching it");
        Assert.Equal(0, (await host.RunAsync("stop", "--quick")).ExitCode);
        CommandResult result = await reloading;
        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("stopped: the host stops.", result.Errors, StringComparison.Ordinal);
    }

    private static Task ReadyAsync(ControlledHost host, int workers) => Patience.UntilAsync(
        async () => (await host.StatusAsync())["workers"]!.AsArray() is var all
            && all.Count == workers && all.All(worker => (string)worker!["state"]! == "ready"),
        $"{workers} workers are ready and no other is there");
}
