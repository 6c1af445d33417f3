using System.Text.Json;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control;
using AppHost.Host.Control.Client;
using AppHost.Host.Control.Status;

namespace AppHost.Host.Commands;

/// <summary><c>apphost workers</c>.</summary>
internal sealed class WorkersCommand(CommandLineReading<WorkersOptions> commandLine, CommandContext context)
    : InstanceCommand<WorkersOptions>(commandLine, context)
{
    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found)
    {
        StatusSnapshot status = found.Status!;
        if (Options.Json)
        {
            await Context.Out.WriteLineAsync(JsonSerializer.Serialize(status.Workers, ControlJson.Indented.IReadOnlyListWorkerStatus));
            return ExitCode.Success;
        }

        foreach (string line in WorkersText.Lines(status, Context.Width, Context.UseColor)) await Context.Out.WriteLineAsync(line);
        return ExitCode.Success;
    }
}
