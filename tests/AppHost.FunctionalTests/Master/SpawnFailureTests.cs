using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Master;

/// <summary>The kernel refuses to start a worker: here the program has gone.</summary>
public sealed class SpawnFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SpawnFailureTests()
    {
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(HostLaunch.Program)!)) File.Copy(file, _folder[Path.GetFileName(file)]);
    }

    private string Program => _folder["apphost"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reload_is_rolled_back_and_says_why()
    {
        await using HostProcess host = await StartAsync();
        int[] workers = [.. host.Workers.Order()];
        File.Move(Program, Program + ".away");
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 is given up, generation 1 goes on: worker 0 could not be started: .*No such file");
        Assert.Equal(workers, host.Workers.Order());
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
        Assert.Equal(1, host.Log.CountOf("could not be started"));
    }

    [Fact]
    public async Task A_worker_that_is_missing_is_tried_again_until_it_can_be_had()
    {
        await using HostProcess host = await StartAsync();
        File.Move(Program, Program + ".away");
        Signals.Send(host.Workers[0], UnixSignal.SIGKILL);
        await host.Log.WaitForAsync("2 failures in a row");
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
        File.Move(Program + ".away", Program);
        await Patience.UntilAsync(() => host.Workers.Count == 2, "the missing worker is there");
    }

    private Task<HostProcess> StartAsync() => HostProcess.StartAsync(
        HostLaunch.Run("Probe", "-w", "2", "--bake", "0s") with { Launcher = $"exec {Program} \"${{@:2}}\"" });
}
