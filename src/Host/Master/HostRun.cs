using AppHost.Host.Binding;
using AppHost.Host.Commands;
using AppHost.Host.Configuration;
using AppHost.Host.Control;
using AppHost.Host.Output;
using AppHost.Host.Releases;
using AppHost.Host.Supervision;
using AppHost.Worker.Scoreboard;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Master;

/// <summary>One life of the host: takes what the machine must give (addresses, pid file, shared memory), runs the master, gives it back.</summary>
internal static class HostRun
{
    /// <summary>Serves until told to stop.</summary>
    /// <param name="first">The first generation, read and checked.</param>
    /// <param name="prepare">Reads configuration and app anew for a reload.</param>
    /// <param name="snapshots">Copies releases.</param>
    /// <param name="startedAt">Monotonic time at which the command began.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        PreparedGeneration first,
        Func<CancellationToken, Task<PreparedGeneration>> prepare,
        SnapshotTaking snapshots,
        TimeSpan startedAt,
        CommandContext context)
    {
        HostStreams streams = context.Streams;
        (HostSettings settings, Worker.Apps.HostableApp app) = first.Release!.Value;
        BindOutcome bound = new ListenerBinder(settings.Backlog).Bind(settings.Bind);
        if (bound.Listeners is null)
        {
            foreach (BindProblem problem in bound.Problems) await streams.Error.WriteLineAsync(problem.ToString());
            return ExitCode.Usage;
        }

        using var listeners = new OpenListeners(bound.Listeners);
        using PidFile? pidFile = CreatePidFile(settings.PidFile, out string? pidProblem);
        if (pidProblem is not null)
        {
            await streams.Error.WriteLineAsync(pidProblem);
            return ExitCode.Usage;
        }

        using ControlPlaces? places = ControlPlaces.Take(settings, context.Environment, out IReadOnlyList<string> placeProblems);
        if (places is null)
        {
            foreach (string problem in placeProblems) await streams.Error.WriteLineAsync(problem);
            return ExitCode.Usage;
        }

        await using var output = new HostOutput(streams.Out, streams.Error);
        using var log = new HostLog(output, settings.Log, streams.ErrorUsesColour, TimeProvider.System);
        using var loggerFactory = new LoggerFactory([log]);
        using SharedScoreboard scoreboard = SharedScoreboard.Create();
        using Supervisor supervisor = Supervisor.FromEnvironment(context.Environment, Environment.ProcessId, out string? supervisorProblem);
        using MailboxFolder? mailboxes = MailboxFolder.Create(places.Socket?.EndPoint, out string? mailboxProblem);
        var spawner = new Spawner(scoreboard, output, log, prefixOutput: streams.ErrorIsTerminal, mailboxes?.Path);
        var generation = new Generation(1, settings, app) { Listeners = bound.Listeners, Snapshot = first.Snapshot };
        using var master = new Master(
            new MasterOptions(generation, listeners, prepare, startedAt, supervisor, log, LogFiles.OfProcess(), TimeProvider.System),
            spawner,
            loggerFactory.CreateLogger<Master>());
        foreach (string warning in first.Warnings.Concat(bound.Warnings).Concat(places.Warnings)) master.Warn(warning);
        if (supervisorProblem is not null) master.Warn(supervisorProblem);
        if (IdleWarning.Of(settings, mailboxProblem) is { } idleWarning) master.Warn(idleWarning);
        snapshots.ReportTo(master.Warn);
        using ReleaseWatch? watch = Watch(settings, master);
        await using var control = new ControlServer(places, master, startedAt, TimeProvider.System, loggerFactory, output.Recent);
        Task<int> running = master.RunAsync();
        control.Start();
        return await running;
    }

    private static ReleaseWatch? Watch(HostSettings settings, Master master) =>
        settings.Release.TouchFile.Length == 0 && !settings.Release.Watch
            ? null
            : new ReleaseWatch(
                settings.App.Path, settings.Release.TouchFile, settings.Release.Watch, TimeProvider.System, () => master.Report(new MasterEvent.ReloadAsked()));

    private static PidFile? CreatePidFile(string? path, out string? problem)
    {
        problem = null;
        return path is null ? null : PidFile.Create(path, out problem);
    }
}
