using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Master;

/// <summary>Apps that do not boot, or take their time.</summary>
public sealed class BootTests
{
    [Fact]
    public async Task An_app_that_throws_ends_the_host_with_one_error()
    {
        CommandResult result = await HostProcess.RunToEndAsync(
            HostLaunch.Run("ThrowingConstructor", "-w", "4", "--handler", "ThrowingConstructor.ThrowingHandler"));
        Assert.Equal(3, result.ExitCode);
        Assert.Single(Lines(result, "The app does not boot: Creating ThrowingConstructor.ThrowingHandler failed: "
            + "InvalidOperationException: The database 'orders' does not answer."));
        Assert.Single(Lines(result, "The database 'orders' does not answer."));
        Assert.Single(Lines(result, "at ThrowingConstructor.Database.Open()"));
        Assert.Empty(Lines(result, "has left"));
    }

    [Fact]
    public async Task An_app_that_exits_while_it_boots_ends_the_host_with_its_last_words()
    {
        CommandResult result = await HostProcess.RunToEndAsync(
            HostLaunch.Run("ThrowingConstructor", "-w", "2", "--handler", "ThrowingConstructor.CrashingHandler"));
        Assert.Equal(3, result.ExitCode);
        Assert.Single(Lines(result, "The app does not boot: it ended with exit code 5 while it booted"));
        Assert.Contains("about to crash", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_hangs_in_its_boot_ends_the_host()
    {
        CommandResult result = await HostProcess.RunToEndAsync(HostLaunch.Run("HangingBoot", "-w", "2", "--boot-timeout", "1s"));
        Assert.Equal(3, result.ExitCode);
        Assert.Single(Lines(result, "The app does not boot: it was not ready after 1 s (boot-timeout)"));
    }

    [Fact]
    public async Task A_host_can_be_stopped_while_its_app_hangs_in_its_boot()
    {
        await using HostProcess host = HostProcess.Launch(HostLaunch.Run("HangingBoot", "-w", "2", "--boot-timeout", "10m"));
        await Patience.UntilAsync(() => host.Workers.Count == 2, "two workers boot");
        Assert.Equal(0, await host.StopAsync());
    }

    [Fact]
    public async Task A_slow_boot_is_waited_for()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("SlowBoot", "-w", "3", "--env", "APP_BOOT_MS=700"));
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
        Assert.Equal(3, host.Workers.Count);
    }

    [Fact]
    public async Task A_host_that_shrinks_while_it_boots_is_complete_then()
    {
        // One boots after the other, so that the second one is still at it.
        await using HostProcess host = HostProcess.Launch(HostLaunch.Run(
            "SlowBoot", "-w", "2", "--env", "APP_BOOT_MS=1500", "--log-level", "debug")
            with { Environment = new Dictionary<string, string> { ["DOTNET_PROCESSOR_COUNT"] = "1" } });
        await host.Log.WaitForAsync("Worker 0 .* is ready");
        host.Signal(UnixSignal.SIGTTOU);
        await host.ListeningAsync();
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
    }

    private static IEnumerable<string> Lines(CommandResult result, string text) =>
        result.Errors.Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal));
}
