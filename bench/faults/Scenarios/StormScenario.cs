using System.Diagnostics;
using AppHost.Faults.Host;
using AppHost.Faults.Load;
using AppHost.FunctionalTests.Harness;

namespace AppHost.Faults.Scenarios;

/// <summary>SIGKILL of a random worker at short intervals.</summary>
internal sealed class StormScenario(StormOptions options)
{
    public async Task<int> RunAsync()
    {
        var report = new Report(options);
        using var folder = new HostFolder();
        folder.Configure(options, "linger: 2s");
        await using HostUnderTest host = await HostUnderTest.StartAsync(folder);
        await using var load = new LoadClients();
        load.AddAll(host.Tcp, host.Unix);
        await Task.Delay(TimeSpan.FromSeconds(2));
        Footprint before = Footprint.Of(host.Id);
        var casualties = new Casualties();
        var random = new Random(1);
        long start = Stopwatch.GetTimestamp();
        int least = int.MaxValue;
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < options.Seconds)
        {
            IReadOnlyList<int> workers = host.Workers;
            if (workers.Count > 0)
            {
                int victim = workers[random.Next(workers.Count)];
                casualties.Add(victim);
                Signals.Send(victim, UnixSignal.SIGKILL);
            }

            await Task.Delay(options.Every);
            least = Math.Min(least, await host.ReadyAsync());
        }

        await host.SettledAsync(options.Workers);
        await Task.Delay(TimeSpan.FromSeconds(1));
        await load.StopAsync();
        Footprint after = Footprint.Of(host.Id);

        string log = string.Join('\n', host.Log) + '\n';
        ILookup<FailureCause, RequestResult> failures = load.Failures.ToLookup(failure => casualties.CauseOf(failure, log));
        List<RequestResult> unexplained = [.. failures[FailureCause.Unexplained]];
        Report.Say($"requests {load.Results.Count}, kills {casualties.Count}, least ready {least}");
        Report.Say($"failed on a kept connection of a killed worker: {failures[FailureCause.KeptConnection].Count()}");
        Report.Say($"failed on a first request that a killed worker ran (its obituary names it): {failures[FailureCause.InObituary].Count()}");
        Report.Say($"failed on a first request at the very moment of a kill, begun before it: {failures[FailureCause.AtDeath].Count()}");
        Report.Say($"master before: {before}");
        Report.Say($"master after:  {after}");
        foreach (RequestResult failure in unexplained.Take(20)) Report.Say($"     {failure}");
        report.Expect(unexplained.Count == 0, $"{unexplained.Count} failures that no kill explains");
        report.Expect(!log.Contains("has failed", StringComparison.Ordinal), $"the breaker did not trip");
        report.Expect(after.Zombies == 0, $"{after.Zombies} zombies");
        report.Expect(after.Descriptors <= before.Descriptors + 2, $"descriptors {before.Descriptors} -> {after.Descriptors}");
        return report.End(host);
    }
}
