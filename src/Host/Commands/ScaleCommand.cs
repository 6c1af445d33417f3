using System.Globalization;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control;
using AppHost.Host.Control.Client;

namespace AppHost.Host.Commands;

/// <summary><c>apphost scale</c>.</summary>
internal sealed class ScaleCommand(CommandLineReading<ScaleOptions> commandLine, CommandContext context)
    : InstanceCommand<ScaleOptions>(commandLine, context)
{
    /// <summary>Reads <c>8</c>, <c>+1</c> or <c>-1</c>; null for anything else.</summary>
    public static ScaleOrder? Parse(string? text)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)) return null;
        return text![0] is '+' or '-' ? new ScaleOrder(null, number) : new ScaleOrder(number, null);
    }

    protected override string? Check() => Parse(Options.Count) is null
        ? $"scale: expected N, +N or -N, got {(Options.Count is null ? "nothing" : $"'{Options.Count}'")}; for example 'apphost scale +1'"
        : null;

    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found) =>
        await ReportAsync(await client.OrderAsync("/v1/scale", Parse(Options.Count), CancellationToken.None));
}
