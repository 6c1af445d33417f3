using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Sources;

namespace AppHost.Host.Commands;

/// <summary><c>apphost run</c>.</summary>
internal sealed class RunCommand(CommandLineReading<RunOptions> commandLine, CommandContext context) : ICommand
{
    public Task<int> RunAsync()
    {
        var result = new ConfigurationLoader().Load(commandLine, context.Environment, context.CurrentDirectory);
        return Task.FromResult(ConfigurationReport.Write(result, context.Error) ? ExitCode.Success : ExitCode.Usage);
    }
}
