using System.Globalization;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control.Client;

namespace AppHost.Host.Commands;

/// <summary><c>apphost rollback</c>.</summary>
internal sealed class RollbackCommand(CommandLineReading<RollbackOptions> commandLine, CommandContext context)
    : InstanceCommand<RollbackOptions>(commandLine, context)
{
    protected override string? Check() => Options.Generation is { } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        ? $"rollback: expected the number of a generation, got '{text}'; 'apphost status' lists them"
        : null;

    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found)
    {
        List<string> query = [];
        if (Options.Generation is { } generation) query.Add($"generation={generation}");
        if (Options.Wait) query.Add("wait");
        string target = query.Count == 0 ? "/v1/rollback" : $"/v1/rollback?{string.Join('&', query)}";
        return await ReportAsync(await client.OrderAsync(target, null, CancellationToken.None), ExitCode.ReloadFailed);
    }
}
