using AppHost.Host.Configuration.Sources;
using AppHost.Host.Master;

namespace AppHost.Host.Commands;

/// <summary><c>apphost check</c>: everything that <c>run</c> would find wrong, found without binding or serving anything.</summary>
internal sealed class CheckCommand(CommandLineReading<CheckOptions> commandLine, CommandContext context) : ICommand
{
    /// <inheritdoc/>
    public async Task<int> RunAsync()
    {
        PreparedGeneration prepared =
            await new ReleasePreparation<CheckOptions>(commandLine, context).PrepareAsync(CancellationToken.None);
        foreach (string line in prepared.Warnings) await context.Error.WriteLineAsync($"warning: {line}");
        foreach (string line in prepared.Failure) await context.Error.WriteLineAsync(line);
        if (prepared.Release is not var (settings, app)) return prepared.ExitCode;
        if (await TrialBoot.RunAsync(new Generation(1, settings, app), context.Streams) is { } problem)
        {
            await context.Error.WriteLineAsync($"The app does not boot: {problem}");
            return ExitCode.BootFailed;
        }

        await context.Out.WriteLineAsync($"{settings.Name}: the configuration is right and the app boots ({app.Description} in {app.Path}).");
        return ExitCode.Success;
    }
}
