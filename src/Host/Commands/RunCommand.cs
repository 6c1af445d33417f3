using AppHost.Host.Configuration.Sources;
using AppHost.Host.Master;
using AppHost.Host.Releases;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Commands;

/// <summary><c>apphost run</c>.</summary>
internal sealed class RunCommand(CommandLineReading<RunOptions> commandLine, CommandContext context) : ICommand
{
    /// <inheritdoc/>
    public async Task<int> RunAsync()
    {
        TimeSpan startedAt = TimeSpan.FromTicks(MonotonicClock.Nanoseconds / 100);
        CancellationToken stop = MasterSignals.Register();
        using var snapshots = new SnapshotTaking();
        var preparation = new ReleasePreparation<RunOptions>(commandLine, context, snapshots);
        PreparedGeneration first;
        try
        {
            first = await preparation.PrepareAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // Told to stop while the project was built or copied.
            return ExitCode.Success;
        }

        if (first.Release is null)
        {
            foreach (string line in first.Warnings) await context.Error.WriteLineAsync($"warning: {line}");
            foreach (string line in first.Failure) await context.Error.WriteLineAsync(line);
            return first.ExitCode;
        }

        return await HostRun.RunAsync(first, preparation.PrepareAsync, snapshots, startedAt, context);
    }
}
