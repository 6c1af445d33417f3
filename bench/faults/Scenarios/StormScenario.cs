using System.Diagnostics;
using AppHost.Faults.Host;
using AppHost.Faults.Load;
using AppHost.FunctionalTests.Harness;

namespace AppHost.Faults.Scenarios;

/// <summary>SIGKILL of a random worker at short intervals.</summary>
internal sealed class StormScenario(StormOptions options)
{
    /// <summary>A connection that a killed worker had accepted is reset when the kernel has torn the process down.</summary>
    private static readonly TimeSpan Teardown = TimeSpan.FromMilliseconds(250);

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
        var kills = new List<(int Worker, long At)>();
        var random = new Random(1);
        long start = Stopwatch.GetTimestamp();
        int least = int.MaxValue;
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < options.Seconds)
        {
            IReadOnlyList<int> workers = host.Workers;
            if (workers.Count > 0)
            {
                int victim = workers[random.Next(workers.Count)];
                kills.Add((victim, Stopwatch.GetTimestamp()));
                Signals.Send(victim, UnixSignal.SIGKILL);
            }

            await Task.Delay(options.Every);
            least = Math.Min(least, await host.ReadyAsync());
        }

        await host.SettledAsync(options.Workers);
        await Task.Delay(TimeSpan.FromSeconds(1));
        await load.StopAsync();
        Footprint after = Footprint.Of(host.Id);

        string log = string.Join('\n', host.Log);
        Dictionary<int, long> killedAt = kills.ToDictionary(k => k.Worker, k => k.At);
        var onKilled = new List<RequestResult>();
        var inObituary = new List<RequestResult>();
        var atKill = new List<RequestResult>();
        var unexplained = new List<RequestResult>();
        foreach (RequestResult failure in load.Failures)
        {
            bool refused = failure.Failure!.Contains("connecting", StringComparison.Ordinal)
                || failure.Failure.StartsWith("status", StringComparison.Ordinal);
            List<RequestResult> sort = refused ? unexplained
                : failure.Worker is { } worker ? (killedAt.ContainsKey(worker) ? onKilled : unexplained)
                : log.Contains($" id {failure.Id}\n", StringComparison.Ordinal) ? inObituary
                : kills.Exists(kill => IsAt(kill.At, failure)) ? atKill
                : unexplained;
            sort.Add(failure);
        }

        Report.Say($"requests {load.Results.Count}, kills {kills.Count}, least ready {least}");
        Report.Say($"failed on a kept connection of a killed worker: {onKilled.Count}");
        Report.Say($"failed on a first request that a killed worker ran (its obituary names it): {inObituary.Count}");
        Report.Say($"failed on a first request at the very moment of a kill, begun before it: {atKill.Count}");
        Report.Say($"master before: {before}");
        Report.Say($"master after:  {after}");
        foreach (RequestResult failure in unexplained.Take(20)) Report.Say($"     {failure}");
        report.Expect(unexplained.Count == 0, $"{unexplained.Count} failures that no kill explains");
        report.Expect(!log.Contains("has failed", StringComparison.Ordinal), $"the breaker did not trip");
        report.Expect(after.Zombies == 0, $"{after.Zombies} zombies");
        report.Expect(after.Descriptors <= before.Descriptors + 2, $"descriptors {before.Descriptors} -> {after.Descriptors}");
        return report.End(host);
    }

    /// <summary>Whether a request was on its way when a worker was killed, or came before its sockets were closed.</summary>
    private static bool IsAt(long kill, RequestResult failure) =>
        failure.Started <= kill + (Stopwatch.Frequency / 20) && failure.Ended >= kill && Stopwatch.GetElapsedTime(kill, failure.Ended) < Teardown;
}
