using System.Globalization;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control.Client;

namespace AppHost.Host.Commands;

/// <summary><c>apphost drain</c>.</summary>
internal sealed class DrainCommand(CommandLineReading<DrainOptions> commandLine, CommandContext context)
    : InstanceCommand<DrainOptions>(commandLine, context)
{
    protected override string? Check() => int.TryParse(Options.Worker, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        ? null
        : $"drain: expected the id of a worker, got {(Options.Worker is null ? "nothing" : $"'{Options.Worker}'")}; 'apphost workers' lists them";

    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found) =>
        await ReportAsync(await client.OrderAsync($"/v1/drain?worker={Options.Worker}", null, CancellationToken.None));
}
