using System.Diagnostics;
using System.Globalization;
using AppHost.FunctionalTests.Harness;

namespace AppHost.FunctionalTests.Master;

/// <summary>SIGHUP.</summary>
public abstract class ReloadTests(ServedApp served)
{
    [Fact]
    public async Task Five_reloads_under_load_lose_no_request()
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run("Probe", "-w", "2", "--bake", "200ms"));
        await using LoadLoop load = LoadLoop.Start(host.EndPoint, fresh: 2, kept: 4);
        await load.SucceedAsync(20);
        for (int generation = 2; generation <= 6; generation++) await ReloadAsync(host, load, generation);
        Assert.Empty(await load.StopAsync());
    }

    [Fact]
    public async Task Five_reloads_and_a_killed_worker_lose_only_what_that_worker_held()
    {
        await using HostProcess host = await HostProcess.StartAsync(
            served.Run("Probe", "-w", "2", "--bake", "200ms", "--log-level", "debug"));
        await using LoadLoop load = LoadLoop.Start(host.EndPoint, fresh: 2, kept: 4);
        await load.SucceedAsync(20);
        int victim = 0;
        long died = 0;
        for (int generation = 2; generation <= 6; generation++)
        {
            await ReloadAsync(host, load, generation);
            if (generation != 3) continue;
            victim = int.Parse((await HttpConnection.GetOnceAsync(host.EndPoint, "/pid")).Body, CultureInfo.InvariantCulture);
            int before = host.Log.Count;
            Signals.Send(victim, UnixSignal.SIGKILL);
            await host.Log.WaitForAsync($@"\({victim}\) died: SIGKILL", before);
            died = Stopwatch.GetTimestamp();
            await host.Log.WaitForAsync("of generation 3 is ready", before);
        }

        // A request on a fresh connection names no worker; then it must at least have begun before the death was noticed.
        Assert.All(await load.StopAsync(), failure => Assert.True(
            failure.Holder == victim
                || (failure.Holder is null && failure.Started < died && failure.Kind is LoadFailureKind.Closed),
            failure.ToString()));
    }

    [Fact]
    public async Task A_request_that_runs_is_finished_by_the_old_worker()
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run("Probe", "-w", "1", "--bake", "0s"));
        using var held = new HeldRequests(host);
        int old = await held.HoldAsync();
        using HttpConnection uploading = await HttpConnection.ConnectAsync(host.EndPoint);
        await uploading.SendAsync("POST /pid HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nbo");
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 serves with 1 workers");
        await Patience.UntilAsync(
            async () => (await HttpConnection.GetOnceAsync(host.EndPoint, "/pid")).Body != $"{old}", "the new worker answers");
        await uploading.SendAsync("dy");
        HttpReply uploaded = await uploading.ReceiveAsync();
        Assert.Equal((200, $"{old}"), (uploaded.Status, uploaded.Body));
        if (!served.HandsOff)
        {
            Assert.True(uploaded.Closes);
        }
        else if (!uploaded.Closes)
        {
            // The connection outlives the worker, unless the successor seemed dead at that moment. A request that comes before the worker
            // has given the connection away is answered by it.
            await Patience.UntilAsync(
                async () => await uploading.GetAsync("/pid") is { Status: 200 } next && (next.Closes || next.Body != $"{old}"), "the successor answers");
        }

        held.Release();
        await HeldRequests.ReceiveRestAsync(held.Clients[0]);
        held.Clients[0].Dispose();
        await host.Log.WaitForAsync($@"\({old}\) has left: Reload, exit code 0");
    }

    [Fact]
    public async Task A_broken_file_is_refused_and_the_old_generation_goes_on()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("appserver.yaml", Configuration());
        await using HostProcess host = await HostProcess.StartAsync(served.RunFile(file));
        int[] workers = [.. host.Workers.Order()];

        folder.Write("appserver.yaml", Configuration("wrokers: 3"));
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("Reload refused, generation 1 goes on: .*appserver.yaml:5:1.*wrokers.*workers");
        folder.Write("appserver.yaml", "bind: [\n");
        int before = host.Log.Count;
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("Reload refused, generation 1 goes on: .*appserver.yaml:", before);
        Assert.Equal(workers, host.Workers.Order());
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
        Assert.Equal(2, host.Log.CountOf("Reload refused"));

        folder.Write("appserver.yaml", Configuration("workers: 3"));
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 serves with 3 workers");
    }

    [Fact]
    public async Task A_missing_app_is_refused_and_the_old_generation_goes_on()
    {
        using var folder = new TemporaryFolder();
        string dll = folder.Deploy(served.Name("Probe"), "Shop");
        string file = folder.Write("appserver.yaml", Configuration(app: "Shop.dll"));
        await using HostProcess host = await HostProcess.StartAsync(served.RunFile(file));
        File.Move(dll, folder["Shop.away"]);
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync(@"Reload refused, generation 1 goes on: .*Shop\.dll");
        Assert.Equal("probe", (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Body);
        File.Move(folder["Shop.away"], dll);
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 serves with 1 workers");
    }

    [Fact]
    public async Task An_app_that_throws_now_is_rolled_back_and_told_once()
    {
        using var folder = new TemporaryFolder();
        folder.Deploy(served.Name("Probe"), "Shop");
        string file = folder.Write("appserver.yaml", Configuration("workers: 2", app: "Shop.dll"));
        await using HostProcess host = await HostProcess.StartAsync(served.RunFile(file));
        int[] workers = [.. host.Workers.Order()];
        await using LoadLoop load = LoadLoop.Start(host.EndPoint, fresh: 1, kept: 1);
        await load.SucceedAsync(5);

        folder.Deploy(served.Name("ThrowingConstructor"), "Shop");
        // Fewer workers as well: what a failed generation wants does not count.
        folder.Write("appserver.yaml", Configuration($"workers: 1\n{served.HandlerLine("ThrowingConstructor.ThrowingHandler")}", app: "Shop.dll"));
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync(
            "Reload failed: generation 2 is given up, generation 1 goes on: .*The database 'orders' does not answer");
        Assert.Equal(workers, host.Workers.Order());
        await load.SucceedAsync(20);
        Assert.Equal(1, host.Log.CountOf("The database 'orders' does not answer"));

        folder.Deploy(served.Name("Probe"), "Shop");
        folder.Write("appserver.yaml", Configuration("workers: 2", app: "Shop.dll"));
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 3 serves with 2 workers");
        Assert.Empty(await load.StopAsync());
    }

    [Fact]
    public async Task A_reload_in_its_bake_is_superseded()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("appserver.yaml", Configuration("reload: { bake: 10m }"));
        await using HostProcess host = await HostProcess.StartAsync(served.RunFile(file));
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("the first worker of generation 2 serves; watching it for 600000 ms");
        folder.Write("appserver.yaml", Configuration("reload: { bake: 0s }"));
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 is superseded by a newer request");
        await host.Log.WaitForAsync("generation 3 serves with 1 workers");
        await Patience.UntilAsync(
            async () => (await HttpConnection.GetOnceAsync(host.EndPoint, "/worker")).Body == "0 3", "the new worker answers");
        await Patience.UntilAsync(() => host.Workers.Count == 1, "the others have left");
    }

    [Fact]
    public async Task A_reload_in_its_boot_is_superseded()
    {
        using var folder = new TemporaryFolder();
        string Slow(int milliseconds) => Configuration($"env: {{ APP_BOOT_MS: \"{milliseconds}\" }}", app: served.Path("SlowBoot"));
        string file = folder.Write("appserver.yaml", Slow(0));
        await using HostProcess host = await HostProcess.StartAsync(served.RunFile(file));
        folder.Write("appserver.yaml", Slow(600_000));
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 boots its first worker");
        await Patience.UntilAsync(() => host.Workers.Count == 2, "it boots");
        folder.Write("appserver.yaml", Slow(1));
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("generation 2 is superseded by a newer request");
        await host.Log.WaitForAsync("generation 3 serves with 1 workers");
        Assert.Equal(0, host.Log.CountOf("Reload failed|does not boot"));
        Assert.Equal(200, (await HttpConnection.GetOnceAsync(host.EndPoint, "/")).Status);
    }

    [Fact]
    public async Task A_generation_that_fails_halfway_gives_back_what_it_took()
    {
        using var folder = new TemporaryFolder();
        string Fails(bool second) => Configuration("workers: 3\n" + (second ? "env: { FAILS_IN_WORKER: \"1\" }" : ""));
        string file = folder.Write("appserver.yaml", Fails(second: false));
        await using HostProcess host = await HostProcess.StartAsync(served.RunFile(file));
        await using LoadLoop load = LoadLoop.Start(host.EndPoint, fresh: 1, kept: 2);
        folder.Write("appserver.yaml", Fails(second: true).Replace("workers: 3", "workers: 2", StringComparison.Ordinal));
        host.Signal(UnixSignal.SIGHUP);
        // The first worker came up and replaced an old one before the second failed.
        await host.Log.WaitForAsync("Worker . .* drains: Reload");
        await host.Log.WaitForAsync("Reload failed: generation 2 is given up, generation 1 goes on");
        await host.Log.WaitForAsync("Worker . .* drains: Rollback");
        await load.SucceedAsync(20);
        Assert.Empty(await load.StopAsync());
        await Patience.UntilAsync(async () => (await GenerationsAsync(host)).SetEquals(["0 1", "1 1", "2 1"]), "three old workers serve");
    }

    private static async Task<HashSet<string>> GenerationsAsync(HostProcess host)
    {
        HashSet<string> found = [];
        for (int i = 0; i < 30; i++) found.Add((await HttpConnection.GetOnceAsync(host.EndPoint, "/worker")).Body);
        return found;
    }

    [Fact]
    public async Task A_worker_that_dies_in_its_bake_is_rolled_back()
    {
        await using HostProcess host = await HostProcess.StartAsync(served.Run("Probe", "-w", "2", "--bake", "10m"));
        int[] workers = [.. host.Workers.Order()];
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync("the first worker of generation 2 serves");
        Signals.Send(host.Workers.Single(id => !workers.Contains(id)), UnixSignal.SIGKILL);
        await host.Log.WaitForAsync("Reload failed: generation 2 is given up, generation 1 goes on");
        Assert.Equal(workers, host.Workers.Order());
        Assert.EndsWith(" 1", (await HttpConnection.GetOnceAsync(host.EndPoint, "/worker")).Body, StringComparison.Ordinal);
    }

    /// <summary>A file of an app on a free port: one worker and no bake, unless further lines say otherwise.</summary>
    private string Configuration(string more = "", string? app = null) => string.Join('\n',
    [
        $"app: {app ?? served.Path("Probe")}",
        "bind: [\"http://127.0.0.1:0\"]",
        .. more.Contains("bake", StringComparison.Ordinal) ? [] : (string[])["reload: { bake: 0s }"],
        .. more.Contains("workers:", StringComparison.Ordinal) ? [] : (string[])["workers: 1"],
        more,
        "",
    ]);

    private static async Task ReloadAsync(HostProcess host, LoadLoop load, int generation)
    {
        host.Signal(UnixSignal.SIGHUP);
        await host.Log.WaitForAsync($"generation {generation} serves with 2 workers");
        await load.SucceedAsync(20);
    }
}
