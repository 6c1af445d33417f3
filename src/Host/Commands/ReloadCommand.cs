using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control.Client;

namespace AppHost.Host.Commands;

/// <summary><c>apphost reload</c>.</summary>
internal sealed class ReloadCommand(CommandLineReading<ReloadOptions> commandLine, CommandContext context)
    : InstanceCommand<ReloadOptions>(commandLine, context)
{
    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found)
    {
        if (!Options.Wait) return await ReportAsync(await client.OrderAsync("/v1/reload", null, CancellationToken.None));
        ControlReply reply = await client.OrderAsync("/v1/reload?wait", null, CancellationToken.None);
        if (reply.Answer.Result is null) return await ReportAsync(reply, ExitCode.ReloadFailed);
        string text = $"{found.Status!.Host.Name}: reload {reply.Answer.Result}, {reply.Answer.Message}";
        await (reply.IsSuccess ? Context.Out : Context.Error).WriteLineAsync(
            reply.IsSuccess ? text : $"{text}\nGeneration {reply.Answer.Generation} goes on.");
        return reply.IsSuccess ? ExitCode.Success : ExitCode.ReloadFailed;
    }
}
