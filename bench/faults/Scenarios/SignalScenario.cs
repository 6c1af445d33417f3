using System.Diagnostics;
using AppHost.Faults.Host;
using AppHost.FunctionalTests.Harness;

namespace AppHost.Faults.Scenarios;

/// <summary>Hosts that get random signals close together, at any moment of their lives, and then SIGTERM.</summary>
internal sealed class SignalScenario(SignalOptions options)
{
    private static readonly UnixSignal[] Harmless = [UnixSignal.SIGHUP, UnixSignal.SIGTTIN, UnixSignal.SIGTTOU, UnixSignal.SIGUSR1];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<int> RunAsync()
    {
        var report = new Report(options);
        var random = new Random(options.Seed);
        var stops = new List<double>();
        HostUnderTest? last = null;
        for (int round = 1; round <= options.Rounds; round++)
        {
            using var folder = new HostFolder();
            folder.Configure(options, "linger: 0s\ngraceful-timeout: 5s\nreload: { bake: 50ms }");
            string pidFile = folder["host.pid"];
            await using HostUnderTest host = last = HostUnderTest.Launch(folder, "--pid", pidFile);
            // Before its runtime listens to signals a process has the kernel's defaults.
            while (!File.Exists(pidFile) && !host.HasExited) await Task.Delay(1);
            await Task.Delay(random.Next(1500));
            for (int i = random.Next(1, 20); i > 0; i--)
            {
                host.Signal(Harmless[random.Next(Harmless.Length)]);
                if (random.Next(3) == 0) await Task.Delay(random.Next(30));
            }

            int zombies = Footprint.Of(host.Id).Zombies;
            long start = Stopwatch.GetTimestamp();
            host.Signal(UnixSignal.SIGTERM);
            if (random.Next(4) == 0) host.Signal(Harmless[random.Next(Harmless.Length)]);
            int? code = await host.ExitAsync(Patience);
            stops.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            IReadOnlyList<int> left = host.Processes;
            bool stale = File.Exists(pidFile);
            if (code == 0 && left.Count == 0 && !stale) continue;
            report.Expect(false, $"round {round}: exit code {code?.ToString() ?? "none: it hangs"}, {left.Count} orphans, {zombies} zombies, pid file {(stale ? "left" : "gone")}");
            return report.End(host);
        }

        report.Expect(true, $"{options.Rounds} hosts ended with code 0, no process and no pid file left; a stop took {stops.Average():0.00} s, at most {stops.Max():0.00} s");
        return report.End(last);
    }
}
