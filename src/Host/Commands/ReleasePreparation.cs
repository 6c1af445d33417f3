using AppHost.Host.Apps;
using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Declaration;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Master;
using AppHost.Worker.Apps;

namespace AppHost.Host.Commands;

/// <summary>
/// Turns a command line into what a generation is made of: reads the configuration, builds the project if there is one, and
/// looks at the app's metadata. Called at the start and again at each reload, never twice at the same time.
/// </summary>
internal sealed class ReleasePreparation<TOptions>(CommandLineReading<TOptions> commandLine, CommandContext context)
    where TOptions : SettingOptions
{
    private ConfigurationResult? _running;

    /// <summary>Prepares a generation; starts nothing that outlives the call.</summary>
    /// <param name="cancellationToken">Ends a build that is under way.</param>
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
            case HandlerApp app:
                _running = configuration;
                return new PreparedGeneration((settings, app), [], warnings, ExitCode.Success);
            case AspNetCoreApp app:
                return Refused(app.Unsupported, warnings, ExitCode.BootFailed);
            case UnhostableApp { Reason: UnhostableReason.NotFound or UnhostableReason.Unreadable } app:
                return Refused(app.Failure, warnings, ExitCode.Usage);
            case UnhostableApp app:
                return Refused(app.Failure, warnings, ExitCode.BootFailed);
            case var other:
                throw new InvalidOperationException($"{other.GetType()} is no known kind of app.");
        }
    }

    private static PreparedGeneration Refused(AppFailure failure, string[] warnings, int exitCode) =>
        new(null, [failure.ToText()], warnings, exitCode);
}
