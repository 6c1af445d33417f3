using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Serving;

/// <summary>What the app finds around it.</summary>
public sealed class AppTests
{
    [Fact]
    public async Task An_app_runs_with_its_own_versions_of_packages()
    {
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Run("WithPackages", "-w", "1"));
        // The host itself uses YamlDotNet 16.
        string versions = (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body;
        Assert.Matches(@"Newtonsoft\.Json 13\.", versions);
        Assert.Matches(@"YamlDotNet (?!16\.)\d+\.", versions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public async Task The_handler_is_told_of_each_turn_in_order(int warmUp)
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(
            HostLaunch.Run("Lifecycle", "-w", "2", "--env", $"EventsFile={folder["events"]}", "--env", $"WarmUpMs={warmUp}"));
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
        IReadOnlyList<int> workers = host.Workers;
        Assert.Equal(0, await host.StopAsync());

        string[][] events = [.. File.ReadAllLines(folder["events"]).Select(line => line.Split(' '))];
        foreach (int worker in workers)
        {
            Assert.Equal(
                ["starting", "warming", "ready", "draining", "stopping", "disposed"],
                events.Where(e => e[0] == $"{worker}").Select(e => e[2]));
        }
    }

    [Fact]
    public async Task The_app_sees_directory_environment_and_arguments()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["work"]);
        string environmentFile = folder.Write("app.env", "FROM_FILE=file\nFROM_BOTH=file\n# a comment\n");
        HostLaunch launch = HostLaunch.Run("Probe", "-w", "1",
            "--chdir", folder["work"], "--env-file", environmentFile, "--env", "FROM_BOTH=option", "--env", "FROM_OPTION=a=b");
        await using HostProcess host = await HostProcess.StartAsync(
            launch with { Arguments = [.. launch.Arguments, "--", "--Region=eu", "--Depth:Er=2"] });

        Assert.Equal(folder["work"], await Get("/directory"));
        Assert.Equal("file", await Get("/environment?name=FROM_FILE"));
        Assert.Equal("option", await Get("/environment?name=FROM_BOTH"));
        Assert.Equal("a=b", await Get("/environment?name=FROM_OPTION"));
        Assert.Equal("0", await Get("/environment?name=APPHOST_WORKER_ID"));
        Assert.Equal("-", await Get("/environment?name=APPHOST_CHANNEL"));
        Assert.Equal("eu", await Get("/configuration?key=region"));
        Assert.Equal("2", await Get("/configuration?key=Depth:Er"));

        async Task<string> Get(string path) => (await HttpConnection.GetOnceAsync(host.EndPoint, path)).Body;
    }

    [Fact]
    public async Task The_app_reads_its_own_part_of_the_file_from_the_folder_of_its_dll()
    {
        using var folder = new TemporaryFolder();
        string dll = folder.Deploy("Probe", "Shop");
        string file = folder.Write("appserver.yaml", """
            app:
              path: Shop.dll
              Region: eu
              Prices: { Currency: EUR }
            workers: 1
            bind: ["http://127.0.0.1:0"]
            """);
        await using HostProcess host = await HostProcess.StartAsync(new HostLaunch("run", "-c", file));
        Assert.Equal("eu", (await HttpConnection.GetOnceAsync(host.EndPoint, "/configuration?key=Region")).Body);
        Assert.Equal("EUR", (await HttpConnection.GetOnceAsync(host.EndPoint, "/configuration?key=Prices:Currency")).Body);
        Assert.Equal(Path.GetDirectoryName(dll), (await HttpConnection.GetOnceAsync(host.EndPoint, "/directory")).Body);
    }
}
