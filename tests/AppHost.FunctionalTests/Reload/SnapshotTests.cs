using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Reload;

/// <summary>Workers run a copy of the release.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly Deployment _deployment = new();

    public void Dispose() => _deployment.Dispose();

    [Fact]
    public async Task Overwriting_the_live_library_in_place_under_load_harms_nobody()
    {
        await using HostProcess host = await _deployment.StartAsync();
        await using LoadLoop load = LoadLoop.Start(host.EndPoint, fresh: 2, kept: 2);
        await load.SucceedAsync(10);
        byte[] library = await File.ReadAllBytesAsync(_deployment.Library, TestContext.Current.CancellationToken);
        for (int i = 1; i <= 10; i++)
        {
            // Truncates and writes, as cp does: SIGBUS for whoever has the file mapped.
            await File.WriteAllBytesAsync(_deployment.Library, library.AsMemory(0, library.Length / i), TestContext.Current.CancellationToken);
            await load.SucceedAsync(10);
        }

        Assert.Empty(await load.StopAsync());
        Signals.Send(host.Workers[0], UnixSignal.SIGKILL);
        await host.Log.WaitForAsync("died: SIGKILL");
        await Patience.UntilAsync(() => host.Workers.Count == 2, "the killed worker is replaced");
        CommandResult refused = await _deployment.OrderAsync("reload", "--wait");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains($"{_deployment.Library} is not a .NET assembly", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
        Assert.Equal(0, host.Log.CountOf("SIGBUS|does not boot"));
    }

    [Fact]
    public async Task The_current_directory_is_the_live_folder_and_the_host_leaves_no_copy()
    {
        await using (HostProcess host = await _deployment.StartAsync())
        {
            Assert.Equal(_deployment.Release, (await HttpConnection.GetOnceAsync(host.EndPoint, "/directory")).Body);
            Assert.Single(_deployment.Copies);
            Assert.Equal(0, await host.StopAsync());
        }

        Assert.Empty(Directory.GetFileSystemEntries(_deployment.State));
    }

    [Fact]
    public async Task A_removed_release_folder_does_not_keep_workers_from_starting()
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 1");
        Directory.Delete(_deployment.Release, recursive: true);
        int old = host.Workers[0];
        Signals.Send(old, UnixSignal.SIGKILL);
        await host.GoneAsync(old);
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
    }

    [Fact]
    public async Task Copies_beyond_those_to_keep_are_deleted_but_never_one_that_was_written_to()
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 1\nreload: { bake: 0s, keep: 0 }");
        await File.WriteAllTextAsync(Path.Combine(_deployment.Copies[0], "orders.db"), "rows", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await _deployment.OrderAsync("reload", "--wait")).ExitCode);
        Assert.Equal(0, (await _deployment.OrderAsync("reload", "--wait")).ExitCode);
        await host.Log.WaitForAsync(@"is kept, for the app has written to it: orders\.db");
        await Patience.UntilAsync(() => _deployment.Copies.Count == 2, "the second copy is deleted");
        Assert.True(File.Exists(Path.Combine(_deployment.Copies[0], "orders.db")));
    }

    [Fact]
    public async Task A_release_link_that_was_switched_is_followed_at_the_reload_and_not_before()
    {
        using var folder = new TemporaryFolder();
        foreach ((string release, string app) in (IEnumerable<(string, string)>)[("1", "Probe"), ("2", "AsyncHello")])
        {
            string library = folder.Deploy(app, "Shop");
            Directory.CreateDirectory(folder[release]);
            foreach (string file in Directory.GetFiles(folder.Path, "Shop.*")) File.Move(file, Path.Combine(folder[release], Path.GetFileName(file)));
        }

        Directory.CreateSymbolicLink(folder["current"], "1");
        string configuration = folder.Write("appserver.yaml", $$"""
            app: {{folder["current"]}}/Shop.dll
            bind: ["http://127.0.0.1:0"]
            workers: 1
            linger: 0s
            reload: { bake: 0s }
            state-folder: {{folder["state"]}}
            """);
        await using HostProcess host = await HostProcess.StartAsync(new HostLaunch("run", "-c", configuration));
        Assert.Equal(folder["1"], (await HttpConnection.GetOnceAsync(host.EndPoint, "/directory")).Body);

        Directory.Delete(folder["current"]);
        Directory.CreateSymbolicLink(folder["current"], "2");
        int old = Assert.Single(host.Workers);
        Signals.Send(old, UnixSignal.SIGKILL);
        await host.GoneAsync(old);
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);

        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 serves with 1 workers");
        await Patience.UntilAsync(
            async () => (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body == "Hello, World!", "the new release answers");
    }

    [Fact]
    public async Task What_a_killed_host_left_is_removed_by_the_next()
    {
        await using HostProcess first = await _deployment.StartAsync("workers: 1");
        string left = Assert.Single(_deployment.Copies);
        int worker = first.Workers[0];
        first.Signal(UnixSignal.SIGKILL);
        await first.GoneAsync(worker);
        await using HostProcess second = await _deployment.StartAsync("workers: 1");
        Assert.NotEqual(left, Assert.Single(_deployment.Copies));
    }

    [Fact]
    public async Task Without_snapshots_the_live_folder_is_run_and_there_is_no_way_back()
    {
        await using HostProcess host = await _deployment.StartAsync("workers: 1", "--no-snapshot");
        Assert.Empty(_deployment.Copies);
        Assert.Equal(0, (await _deployment.OrderAsync("reload", "--wait")).ExitCode);
        CommandResult refused = await _deployment.OrderAsync("rollback", "--wait");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("ran the live folder", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_folder_that_cannot_be_made_is_told_in_one_line_and_the_host_serves()
    {
        string file = Path.Combine(_deployment.Release, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        _deployment.Configure("workers: 1");
        await using HostProcess host = await HostProcess.StartAsync(_deployment.Launch("--state-folder", Path.Combine(file, "state")));
        await host.Log.WaitForAsync("Snapshots are off: ");
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
    }
}
