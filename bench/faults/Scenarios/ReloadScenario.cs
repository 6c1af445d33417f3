using System.Diagnostics;
using AppHost.Faults.Host;
using AppHost.Faults.Load;

namespace AppHost.Faults.Scenarios;

/// <summary>Reloads one after the other under load.</summary>
internal sealed class ReloadScenario(ReloadOptions options)
{
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(20);

    private readonly List<(long From, long To)> _reloads = [];

    public async Task<int> RunAsync()
    {
        var report = new Report(options);
        using var folder = new HostFolder();
        string times = options.Defaults ? "" : "linger: 2s\nreload: { bake: 200ms }\n";
        folder.Configure(options, times + (options.Cold ? "" : "warmup: [GET /, GET /sleep?ms=1]"));
        await using HostUnderTest host = await HostUnderTest.StartAsync(folder);
        await using var load = new LoadClients();
        load.AddAll(host.Tcp, host.Unix);
        // What is allocated once is there after the first two.
        await ReloadAsync(host, report, 2);
        await host.SettledAsync(options.Workers);
        Footprint before = Footprint.Of(host.Id);

        long steadyFrom = Stopwatch.GetTimestamp();
        await Task.Delay(Steady);
        long steadyTo = Stopwatch.GetTimestamp();
        await using var ready = new ReadySampler(host);
        _reloads.Clear();
        await ReloadAsync(host, report, options.Count);
        await host.SettledAsync(options.Workers);
        await ready.StopAsync();
        Footprint after = Footprint.Of(host.Id);
        await load.StopAsync();

        double mean = _reloads.Average(reload => Stopwatch.GetElapsedTime(reload.From, reload.To).TotalSeconds);
        Report.Say($"requests {load.Results.Count}, reloads {_reloads.Count}, mean {mean:0.00} s each");
        foreach (string path in (string[])["/", "/sleep?ms=50"]) Compare(report, load, path, steadyFrom, steadyTo);
        Report.Say($"master before: {before}");
        Report.Say($"master after:  {after}");
        foreach (RequestResult failure in load.Failures.Take(20)) Report.Say($"     {failure}");
        report.Expect(load.Failures.Count == 0, $"{load.Failures.Count} failed requests");
        report.Expect(ready.Least >= options.Workers, $"never fewer than {ready.Least} workers ready (N = {options.Workers}, {ready.Samples} samples)");
        report.Expect(after.Descriptors <= before.Descriptors + 2, $"descriptors {before.Descriptors} -> {after.Descriptors}");
        report.Expect(after.Threads <= before.Threads + 4, $"threads {before.Threads} -> {after.Threads}");
        report.Expect(after.ResidentKiB <= before.ResidentKiB + (32 << 10), $"memory {before.ResidentKiB} -> {after.ResidentKiB} KiB");
        report.Expect(after.Zombies == 0, $"{after.Zombies} zombies");
        return report.End(host);
    }

    private async Task ReloadAsync(HostUnderTest host, Report report, int times)
    {
        for (int i = 0; i < times; i++)
        {
            long from = Stopwatch.GetTimestamp();
            (int code, string output) = await host.OrderAsync("reload", "--wait");
            _reloads.Add((from, Stopwatch.GetTimestamp()));
            if (code != 0) report.Expect(false, $"reload {i + 1} completed: {output}");
        }
    }

    private void Compare(Report report, LoadClients load, string path, long steadyFrom, long steadyTo)
    {
        List<RequestResult> own = [.. load.Results.Where(r => r.Path == path)];
        List<RequestResult> steady = [.. own.Where(r => r.Started >= steadyFrom && r.Ended <= steadyTo)];
        List<RequestResult> during = [.. own.Where(r => _reloads.Exists(reload => r.Ended >= reload.From && r.Started <= reload.To))];
        double before = Latencies.Percentile(steady, 0.99);
        double then = Latencies.Percentile(during, 0.99);
        double allowed = path == "/" ? Math.Max(2 * before, before + 10) : 2 * before;
        Report.Say($"     {path}: p50 {Latencies.Percentile(steady, 0.5):0.0} -> {Latencies.Percentile(during, 0.5):0.0} ms");
        report.Expect(
            then <= allowed,
            $"{path}: p99 {before:0.0} -> {then:0.0} ms during reloads, at most {allowed:0.0} ({steady.Count} and {during.Count} requests)");
    }
}
