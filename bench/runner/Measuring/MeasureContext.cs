using System.Diagnostics;
using System.Globalization;
using AppHost.Bench.Contestants;
using AppHost.Bench.Options;
using AppHost.Bench.Processes;
using AppHost.Load.Reports;

namespace AppHost.Bench.Measuring;

/// <summary>What a scenario measures with. One measurement at a time.</summary>
internal sealed class MeasureContext(Repository repository, RunSize size, SessionGuard guard, CancellationToken cancellationToken)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _commands = [];
    private int _started;

    /// <summary>How much is asked for.</summary>
    public RunSize Size => size;

    /// <summary>Ends the run.</summary>
    public CancellationToken Cancelled => cancellationToken;

    /// <summary>The command lines since the last call, each once, in order.</summary>
    public IReadOnlyList<string> TakeCommands()
    {
        var commands = _commands.Values.Distinct().ToArray();
        _commands.Clear();
        return commands;
    }

    /// <summary>Starts a server and waits for its first answer.</summary>
    /// <exception cref="MeasureException">It does not answer.</exception>
    public async Task<RunningServer> StartAsync(Case measured)
    {
        var folder = Path.Combine(repository.Temporary, (++_started).ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        var place = new LaunchPlace(HttpProbe.FreePort(), folder, measured.Sizing, measured.Queue, repository);
        var server = new RunningServer(measured.Contestant, place, guard);
        try
        {
            var started = Stopwatch.GetTimestamp();
            foreach (var command in measured.Contestant.Launch(place))
                Note($"{measured.Contestant.Name} {measured.Sizing}", command.Text, place);
            server.Start();
            while (true)
            {
                using (var connection = await HttpProbe.OpenAsync(place.Port, measured.Contestant.HelloPath, cancellationToken))
                {
                    if (connection is not null)
                        break;
                }
                if (server.Ended() is { } reason)
                    throw new MeasureException($"the server {reason}");
                if (Stopwatch.GetElapsedTime(started) > StartLimit)
                    throw new MeasureException($"no answer in {StartLimit.TotalSeconds} s: {server.Output()}");
                await Task.Delay(2, cancellationToken);
            }
            server.TimeToFirstAnswer = Stopwatch.GetElapsedTime(started);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Starts a server and keeps it busy with small requests for a moment: where code is compiled while it runs, the figures of the first
    /// seconds are those of a compiler.
    /// </summary>
    /// <exception cref="MeasureException">It does not answer.</exception>
    public async Task<RunningServer> StartWarmAsync(Case measured)
    {
        var server = await StartAsync(measured);
        try
        {
            // Longer where more processes compile on the same cores.
            var seconds = size.Pick(1.2, 2, 4) * Math.Max(1, measured.Sizing.Workers / 4);
            await LoadAsync(server, measured.Contestant.HelloPath,
                "--connections", "32", "--duration", seconds.ToString(CultureInfo.InvariantCulture) + "s", "--warmup", "0s", "--timeout", "1s");
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Runs the load generator of the project.</summary>
    /// <param name="server">The server, whose CPU is counted.</param>
    /// <param name="path">The path to request.</param>
    /// <param name="arguments">Its other options.</param>
    /// <exception cref="MeasureException">It made no report.</exception>
    public async Task<RunReport> LoadAsync(RunningServer server, string path, params IReadOnlyList<string> arguments)
    {
        var json = Path.Combine(server.Place.Folder, "load.json");
        var command = new LaunchCommand(
            repository.Load, [server.Url(path), .. arguments, "--cpu-of", server.RootList, "--json", json]);
        // Rounds differ by their seeds.
        Note("load" + path + string.Join(' ', arguments.Where((_, i) => i == 0 || arguments[i - 1] != "--seed")),
            command.Text.Replace("--cpu-of " + server.RootList, "--cpu-of PID", StringComparison.Ordinal), server.Place);
        using var process = SessionProcess.Start(command, guard);
        await process.WaitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new MeasureException($"load returned {process.ExitCode}: {process.Output}");
        return JsonReport.Read(await File.ReadAllTextAsync(json, cancellationToken));
    }

    /// <summary>Runs wrk: a closed loop at full speed.</summary>
    /// <exception cref="MeasureException">It printed no result.</exception>
    public async Task<WrkResult> WrkAsync(RunningServer server, string path, int connections, TimeSpan duration)
    {
        // wrk takes whole seconds.
        var command = new LaunchCommand("wrk",
        [
            "-t1", $"-c{connections}", string.Create(CultureInfo.InvariantCulture, $"-d{Math.Max(1, (int)duration.TotalSeconds)}s"),
            "--timeout", "10s", "--latency", server.Url(path),
        ]);
        Note("wrk" + string.Join(' ', command.Arguments.Take(3)), command.Text, server.Place);
        using var process = SessionProcess.Start(command, guard);
        await process.WaitAsync(cancellationToken);
        return WrkResult.Parse(process.Output) ?? throw new MeasureException($"wrk returned {process.ExitCode}: {process.Output}");
    }

    private void Note(string key, string text, LaunchPlace place) =>
        _commands.TryAdd(key, repository.Plain(text, place.Port, place.Folder));
}
