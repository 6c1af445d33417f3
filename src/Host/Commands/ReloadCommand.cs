using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control.Client;

namespace AppHost.Host.Commands;

/// <summary><c>apphost reload</c>.</summary>
internal sealed class ReloadCommand(CommandLineReading<ReloadOptions> commandLine, CommandContext context)
    : InstanceCommand<ReloadOptions>(commandLine, context)
{
    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found)
    {
        string target = Options.Wait ? "/v1/reload?wait" : "/v1/reload";
        ControlReply reply = await client.OrderAsync(target, null, CancellationToken.None);
        return await ReportAsync(reply, ExitCode.ReloadFailed);
    }
}
