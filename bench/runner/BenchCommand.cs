using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AppHost.Bench.Contestants;
using AppHost.Bench.Machine;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Peers;
using AppHost.Bench.Processes;
using AppHost.Bench.Progress;
using AppHost.Bench.Reports;
using AppHost.Bench.Scenarios;

namespace AppHost.Bench;

/// <summary><c>bench/run</c> from its options to its exit code.</summary>
internal static class BenchCommand
{
    /// <summary>All was measured and reported.</summary>
    public const int Done = 0;

    /// <summary>Nothing could be measured, or nothing written.</summary>
    public const int Failed = 1;

    /// <summary>The options are wrong.</summary>
    public const int Usage = 2;

    /// <summary>Ended by a signal, after 128 + SIGINT; what was measured is in the report.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs.</summary>
    /// <param name="options">As typed.</param>
    /// <param name="line">The whole command line, for the report.</param>
    public static async Task<int> ExecuteAsync(BenchOptions options, string line)
    {
        if (options.List)
            return List();
        var (request, errors) = BenchRequestReader.Read(options);
        if (request is null)
        {
            foreach (var error in errors)
                Console.Error.WriteLine($"bench/run: {error}");
            return Usage;
        }
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        // Daemons' programs are there on Debian, but not in the PATH of a user.
        Environment.SetEnvironmentVariable("PATH", Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/usr/local/sbin");
        var found = Discover();
        var install = request.Install ? PackageInstallation.Commands(Missing(found), Environment.IsPrivilegedProcess) : [];
        if (PackageInstallation.Run(install) is { } failed)
        {
            Console.Error.WriteLine($"bench/run: this failed, install the packages by hand or leave out --install: {failed}");
            return Failed;
        }
        found = Discover();
        var temporary = Directory.CreateTempSubdirectory("apphost-bench-");
        try
        {
            return await MeasureAsync(request, new Repository(Repository.FindRoot(), temporary.FullName, found), line, stop.Token);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }

        void Stop(PosixSignalContext context)
        {
            // The first one ends the run with a report; the next one ends the program, and the guard ends the servers.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static async Task<int> MeasureAsync(
        BenchRequest request, Repository repository, string line, CancellationToken cancellationToken)
    {
        var progress = ProgressDisplay.ForConsole();
        foreach (var missing in Missing(repository.Found))
            progress.Say($"Left out, not installed: {MissingText(missing)}. bench/run --install installs it.");
        if (BenchRun.IsPresent(ContestantCatalog.Go, repository.Found, request.Only) && !BuildGo(repository, progress))
            repository = repository with { Found = repository.Found.Where(pair => pair.Key != "go").ToDictionary() };
        var started = DateTimeOffset.UtcNow;
        var begun = Stopwatch.GetTimestamp();
        var folder = request.Output ?? Path.Combine(repository.Root, "bench", "results",
            string.Create(CultureInfo.InvariantCulture, $"{started:yyyy-MM-dd-HHmm}-{request.Size.ToString().ToLowerInvariant()}"));
        Directory.CreateDirectory(folder);
        var machine = MachineDescription.Read(repository.Found, CommitOf(repository.Root));
        var report = new BenchReport(started, line, machine, [.. Missing(repository.Found).Select(MissingText)], []);
        using (var guard = SessionGuard.Start())
        {
            var run = new BenchRun(request, repository, guard, progress, Save, cancellationToken);
            var isComplete = await run.ExecuteAsync();
            report = report with { IsInterrupted = !isComplete };
            if (!isComplete)
                Save(report.Results);
        }
        var what = report.IsInterrupted ? "Interrupted; what was measured is in" : "Written to";
        progress.Say($"{what} {Path.Combine(folder, "report.md")} and report.html.");
        return report.IsInterrupted ? Interrupted : Done;

        void Save(IReadOnlyList<ScenarioResult> results)
        {
            report = report with { Results = [.. results], Took = Stopwatch.GetElapsedTime(begun) };
            File.WriteAllText(Path.Combine(folder, "report.md"), MarkdownReport.Of(report));
            File.WriteAllText(Path.Combine(folder, "report.html"), HtmlReport.Of(report));
        }
    }

    private static bool BuildGo(Repository repository, ProgressDisplay progress)
    {
        var problem = CommandOutput.FirstLine(
            repository.Found["go"], ["build", "-o", repository.GoProgram, "."], Path.Combine(repository.Peers, "go"));
        if (File.Exists(repository.GoProgram))
            return true;
        progress.Say($"Left out, it does not build: Go: {problem}", isProblem: true);
        return false;
    }

    private static IReadOnlyDictionary<string, string> Discover() =>
        PeerDiscovery.Find(PeerCatalog.All, Environment.GetEnvironmentVariable("PATH") ?? "", PeerDiscovery.ExecutablesIn);

    private static IEnumerable<Peer> Missing(IReadOnlyDictionary<string, string> found) =>
        PeerCatalog.All.Where(peer => !found.ContainsKey(peer.Name));

    private static string MissingText(Peer peer) => $"{peer.Name} (Debian: {string.Join(", ", peer.Packages)})";

    private static string CommitOf(string root) =>
        CommandOutput.FirstLine("git", ["-C", root, "log", "-1", "--format=%h of %cs"]) ?? "unknown";

    private static int List()
    {
        Console.WriteLine("Scenarios:");
        foreach (var scenario in ScenarioCatalog.All)
            Console.WriteLine($"  {scenario.Name,-16} {scenario.Title}");
        Console.WriteLine("Servers:");
        foreach (var contestant in ContestantCatalog.All)
        {
            var needs = contestant.Needs.Count == 0 ? "" : "needs " + string.Join(", ", contestant.Needs);
            Console.WriteLine($"  {contestant.Name,-24} {needs}".TrimEnd());
        }
        return Done;
    }
}
