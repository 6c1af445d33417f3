using AppHost.Host.Apps;
using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Declaration;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Master;
using AppHost.Host.Releases;
using AppHost.Worker.Apps;

namespace AppHost.Host.Commands;

/// <summary>
/// Turns a command line into what a generation is made of: reads the configuration, builds the project if there is one, looks
/// at the app's metadata, and copies the release. Called at the start and again at each reload, never twice at the same time.
/// </summary>
/// <param name="snapshots">Copies the release; null: the live folder is meant to be run.</param>
internal sealed class ReleasePreparation<TOptions>(CommandLineReading<TOptions> commandLine, CommandContext context, SnapshotTaking? snapshots = null)
    where TOptions : SettingOptions
{
    private ConfigurationResult? _running;

    /// <summary>Prepares a generation; starts nothing that outlives the call.</summary>
    /// <param name="cancellationToken">Ends a build or a copy that is under way.</param>
    public async Task<PreparedGeneration> PrepareAsync(CancellationToken cancellationToken)
    {
        ConfigurationResult configuration =
            new ConfigurationLoader().Load(commandLine, context.Environment, context.CurrentDirectory, _running);
        string[] warnings = [.. configuration.Warnings.Select(warning => warning.ToString())];
        if (configuration.Settings is not { } settings)
        {
            return new PreparedGeneration(null, [.. configuration.Errors.Select(error => error.ToString())], warnings, ExitCode.Usage);
        }

        PreparedApp prepared = await new ProjectBuilder(context.Error, context.ErrorIsTerminal, TimeProvider.System)
            .PrepareAsync(settings.App.Path, cancellationToken);
        if (prepared is not ReadyApp ready) return Refused(((FailedApp)prepared).Failure, warnings, ExitCode.Usage);

        switch (AppInspector.Inspect(ready.DllPath, settings.App.Handler))
        {
            case HostableApp app:
                if (app is AspNetCoreApp web && AspNetCoreEnvironment.Notice(web) is { } notice) warnings = [.. warnings, notice];
                PreparedGeneration generation = Copy(app, settings, warnings, cancellationToken);
                if (generation.Release is not null) _running = configuration;
                return generation;
            case UnhostableApp { Reason: UnhostableReason.NotFound or UnhostableReason.Unreadable } app:
                return Refused(app.Failure, warnings, ExitCode.Usage);
            case UnhostableApp app:
                return Refused(app.Failure, warnings, ExitCode.BootFailed);
            case var other:
                throw new InvalidOperationException($"{other.GetType()} is no known kind of app.");
        }
    }

    private PreparedGeneration Copy(HostableApp app, HostSettings settings, string[] warnings, CancellationToken cancellationToken)
    {
        var live = new PreparedGeneration((settings, app), [], warnings, ExitCode.Success);
        if (snapshots is null) return live;
        string folder = Path.GetDirectoryName(app.Path)!;
        try
        {
            if (snapshots.Take(folder, settings, context.Environment, out string? notice, cancellationToken) is not { } snapshot)
            {
                return notice is null ? live : live with { Warnings = [.. warnings, notice] };
            }

            // What was copied counts, should somebody have replaced the file after the look at it.
            string copy = Path.Combine(snapshot.Folder, Path.GetFileName(app.Path));
            if (AppInspector.Inspect(copy, settings.App.Handler) is HostableApp copied)
            {
                return live with { Release = (settings, copied), Snapshot = snapshot };
            }

            snapshot.Discard();
            return new PreparedGeneration(null, [$"{app.Path} changed while it was copied; reload again when the new release is complete."], warnings, ExitCode.BootFailed);
        }
        catch (ReleaseException exception)
        {
            return new PreparedGeneration(
                null, [$"{exception.Message} (reload.shared names what need not be copied, --no-snapshot runs the live folder)"], warnings, ExitCode.Usage);
        }
    }

    private static PreparedGeneration Refused(AppFailure failure, string[] warnings, int exitCode) =>
        new(null, [failure.ToText()], warnings, exitCode);
}
