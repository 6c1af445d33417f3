using System.Globalization;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control.Client;

namespace AppHost.Host.Commands;

/// <summary><c>apphost recycle</c>.</summary>
internal sealed class RecycleCommand(CommandLineReading<RecycleOptions> commandLine, CommandContext context)
    : InstanceCommand<RecycleOptions>(commandLine, context)
{
    protected override string? Check() => Options.Worker is { } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        ? $"recycle: expected the id of a worker, got '{text}'; 'apphost status' lists them"
        : null;

    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found) => await ReportAsync(
        await client.OrderAsync(Options.Worker is { } worker ? $"/v1/recycle?worker={worker}" : "/v1/recycle", null, CancellationToken.None));
}
