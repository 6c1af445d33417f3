using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Master;

/// <summary>Signals beside those that stop, scale and reload.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task USR1_reopens_log_files_after_a_rotation()
    {
        string log = _folder["host.log"];
        await using HostProcess host = await StartWithLogFileAsync(log);
        File.Move(log, log + ".1");
        host.Signal(UnixSignal.SIGUSR1);
        await Patience.UntilAsync(() => Read(log).Contains($"SIGUSR1: {log} is reopened.", StringComparison.Ordinal), "the new file is written to");
        string rotated = Read(log + ".1");
        Assert.Equal("written", (await HttpConnection.GetOnceAsync(host.EndPoint, "/stderr?text=after")).Body);
        await Patience.UntilAsync(() => Read(log).Contains("after", StringComparison.Ordinal), "the app's lines follow");
        Assert.Equal(rotated, Read(log + ".1"));
        // Nothing keeps the space of the old file.
        Assert.DoesNotContain(Directory.GetFiles($"/proc/{host.Id}/fd"), fd => new FileInfo(fd).LinkTarget == log + ".1");
        Assert.Equal(0, await host.StopAsync());
        Assert.Contains("Stopping (Graceful)", Read(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task USR1_without_a_rotation_or_a_file_changes_nothing()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1"));
        host.Signal(UnixSignal.SIGUSR1);
        await host.Log.WaitForAsync("SIGUSR1: neither standard output nor standard error is a file");
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
    }

    [Fact]
    public async Task USR2_is_answered_and_harms_nobody()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1"));
        host.Signal(UnixSignal.SIGUSR2);
        await host.Log.WaitForAsync("SIGUSR2: this version cannot hand over");
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
    }

    [Fact]
    public async Task Signals_that_were_ignored_at_the_start_stay_so_and_are_named()
    {
        // As nohup does, and a shell without job control for a command in the background.
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("Probe", "-w", "1") with
        {
            Launcher = "trap '' INT QUIT; exec \"$@\"",
        });
        await host.Log.WaitForAsync("SIGINT is ignored.*use SIGTERM or apphost stop");
        await host.Log.WaitForAsync("SIGQUIT is ignored.*use apphost stop --quick");
        host.Signal(UnixSignal.SIGINT);
        host.Signal(UnixSignal.SIGUSR2);
        await host.Log.WaitForAsync("SIGUSR2");
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
        Assert.Equal(0, await host.StopAsync());
    }

    [Fact]
    public async Task A_reload_takes_level_and_format_of_the_log()
    {
        string file = _folder.Write("appserver.yaml", Configuration("text", "info"));
        await using HostProcess host = await HostProcess.StartAsync(new HostLaunch("run", "-c", file));
        _folder.Write("appserver.yaml", Configuration("json", "debug"));
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("""^{"time":.*"message":"Reload: generation 2 serves""");
        int before = host.Log.Count;
        host.Signal(UnixSignal.SIGTTIN);
        await host.Log.WaitForAsync("""^{.*"level":"debug".*"message":"Worker 1 .* is ready""", before);
    }

    private static async Task<HostProcess> StartWithLogFileAsync(string log)
    {
        HostProcess host = HostProcess.Launch(HostLaunch.Run("Misbehaving", "-w", "1") with { Launcher = $"exec \"$@\" >>{log} 2>&1" });
        await Patience.UntilAsync(() => Read(log).Contains("Listening on", StringComparison.Ordinal), "the host listens");
        host.ListensAsIn(Read(log));
        return host;
    }

    private static string Configuration(string format, string level) => $$"""
        app: {{TestApps.TestApp.Path("Probe")}}
        bind: ["http://127.0.0.1:0"]
        workers: 1
        linger: 0s
        reload: { bake: 0s }
        log: { format: {{format}}, level: {{level}} }
        """;

    private static string Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            return string.Empty;
        }
    }
}
