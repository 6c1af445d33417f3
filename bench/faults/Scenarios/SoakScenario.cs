using System.Diagnostics;
using System.Globalization;
using AppHost.Faults.Host;
using AppHost.Faults.Load;

namespace AppHost.Faults.Scenarios;

/// <summary>A long time under a light load, with a fault of a random kind now and then. What grows, grows to be seen.</summary>
internal sealed class SoakScenario(SoakOptions options)
{
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    /// <summary>The linger is above the longest time that a client of the mix is idle.</summary>
    private readonly string _settings = string.Create(CultureInfo.InvariantCulture, $$"""
        linger: {{(int)Math.Ceiling((2 * LoadClients.Mix / options.Rate) + 2)}}s
        heartbeat-timeout: 3s
        boot-timeout: 20s
        reload: { bake: 500ms }
        warmup: [GET /]
        """);


    private readonly Random _random = new(options.Seed);
    private long _start;

    public async Task<int> RunAsync()
    {
        var report = new Report(options);
        using var folder = new HostFolder();
        folder.Configure(options, _settings);
        await using HostUnderTest host = await HostUnderTest.StartAsync(folder);
        var faults = new Faults(host, folder, _random, () => folder.Configure(options, _settings), options.Workers);
        // What is allocated once is there after one of each.
        await faults.EachOnceAsync();
        (Footprint before, Footprint workerBefore) = await MeasureAsync(host, faults);

        await using LoadClients load = StartLoad(host);
        _start = Stopwatch.GetTimestamp();
        TimeSpan cpuBefore = CpuTime.OfTree(host.Id), ownBefore = CpuTime.OfSelf;
        TimeSpan nextLine = Period;
        while (Elapsed < TimeSpan.FromMinutes(options.Minutes))
        {
            // Exponential gaps: now and then two come close together.
            TimeSpan gap = TimeSpan.FromSeconds(Math.Min(-Math.Log(1 - _random.NextDouble()), 4) * options.Every);
            await Task.Delay(gap);
            await faults.NextAsync();
            if (Elapsed < nextLine) continue;
            Say(host, load, faults);
            nextLine += Period;
        }

        Say(host, load, faults);
        double hostCpu = (CpuTime.OfTree(host.Id) - cpuBefore) / Elapsed, ownCpu = (CpuTime.OfSelf - ownBefore) / Elapsed;
        await faults.CalmAsync();
        await load.StopAsync();
        (Footprint after, Footprint workerAfter) = await MeasureAsync(host, faults);

        string log = string.Join('\n', host.Log) + '\n';
        ILookup<FailureCause, RequestResult> failures = load.Failures.ToLookup(failure => faults.Casualties.CauseOf(failure, log));
        List<RequestResult> unexplained = [.. failures[FailureCause.Unexplained]];
        Report.Say($"{Elapsed.TotalMinutes:0.0} minutes, {load.Results.Count} requests, {load.Failures.Count} of them on workers that were killed; {faults}");
        Report.Say($"CPU: host {hostCpu * 100:0.0} % of a core, load {ownCpu * 100:0.0} %");
        Report.Say($"master before: {before}");
        Report.Say($"master after:  {after}");
        Report.Say($"worker before: {workerBefore}");
        Report.Say($"worker after:  {workerAfter}");
        foreach (RequestResult failure in unexplained.Take(20)) Report.Say($"     {failure}");
        foreach (string problem in faults.Problems) Report.Say($"     {problem}");
        report.Expect(unexplained.Count == 0, $"{unexplained.Count} failed requests that no killed worker explains");
        report.Expect(faults.Problems.Count == 0, $"{faults.Problems.Count} orders that ended otherwise than they should");
        report.Expect(!log.Contains("has failed", StringComparison.Ordinal), $"the breaker did not trip");
        Compare(report, "master", before, after);
        Compare(report, "worker", workerBefore, workerAfter);
        report.Expect(after.Children == options.Workers && after.Zombies == 0, $"{after.Children} children, {after.Zombies} zombies");
        return report.End(host);
    }

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    private LoadClients StartLoad(HostUnderTest host)
    {
        // The clients of the mix, each at its share of the rate.
        var load = new LoadClients(TimeSpan.FromSeconds(LoadClients.Mix / options.Rate));
        load.AddAll(host.Tcp, host.Unix);
        return load;
    }

    /// <summary>The same before and after: fresh workers that have served for a while and are idle now.</summary>
    /// <returns>Of the master, and the largest of its workers in each respect.</returns>
    private async Task<(Footprint Master, Footprint Worker)> MeasureAsync(HostUnderTest host, Faults faults)
    {
        await faults.CalmAsync();
        (int status, string answer) = await host.AskAsync("POST /v1/reload?wait");
        if (status != 200) throw new InvalidOperationException($"The host cannot reload: {answer}");
        await host.SettledAsync(options.Workers);
        LoadClients load = StartLoad(host);
        await using (load) await Task.Delay(Warming);
        await Task.Delay(Calm);
        return (Footprint.Of(host.Id), host.Workers.Select(Footprint.Of).Aggregate(Footprint.Larger));
    }

    private static void Compare(Report report, string whose, Footprint before, Footprint after)
    {
        report.Expect(after.Descriptors <= before.Descriptors + 2, $"{whose}: descriptors {before.Descriptors} -> {after.Descriptors}");
        report.Expect(after.Pipes <= before.Pipes, $"{whose}: pipes {before.Pipes} -> {after.Pipes}");
        report.Expect(after.Threads <= before.Threads + 4, $"{whose}: threads {before.Threads} -> {after.Threads}");
        report.Expect(after.PrivateKiB <= before.PrivateKiB + (24 << 10), $"{whose}: private memory {before.PrivateKiB} -> {after.PrivateKiB} KiB");
    }

    private void Say(HostUnderTest host, LoadClients load, Faults faults) => Report.Say(
        $"{Elapsed.TotalMinutes,5:0} min: {load.Results.Count} requests, {load.Failures.Count} failed, {faults.Count} faults; master {Footprint.Of(host.Id)}");
}
