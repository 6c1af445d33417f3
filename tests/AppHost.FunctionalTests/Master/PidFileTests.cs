using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Master;

public sealed class PidFileTests
{
    [Fact]
    public async Task The_file_names_the_master_while_it_runs()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1", "--pid", folder["host.pid"]));
        Assert.Equal($"{host.Id}\n", File.ReadAllText(folder["host.pid"]));
        Assert.Equal(0, await host.StopAsync());
        Assert.False(File.Exists(folder["host.pid"]));
    }

    [Fact]
    public async Task The_file_of_a_dead_process_is_replaced()
    {
        using var folder = new TemporaryFolder();
        await using (HostProcess dead = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1", "--pid", folder["host.pid"])))
        {
            dead.Signal(UnixSignal.SIGKILL);
            await dead.ExitAsync();
            Assert.Equal($"{dead.Id}\n", File.ReadAllText(folder["host.pid"]));
        }

        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1", "--pid", folder["host.pid"]));
        Assert.Equal($"{host.Id}\n", File.ReadAllText(folder["host.pid"]));
    }

    [Fact]
    public async Task The_file_of_a_live_process_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("host.pid", $"{Environment.ProcessId}\n");
        CommandResult result = await HostProcess.RunToEndAsync(HostLaunch.Run("Probe", "-w", "1", "--pid", file));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{file}: process {Environment.ProcessId} is alive", result.Errors, StringComparison.Ordinal);
        Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(file));
    }
}
