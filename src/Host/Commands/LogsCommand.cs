using System.Globalization;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control.Client;
using AppHost.Host.Output;

namespace AppHost.Host.Commands;

/// <summary><c>apphost logs</c>.</summary>
internal sealed class LogsCommand(CommandLineReading<LogsOptions> commandLine, CommandContext context)
    : InstanceCommand<LogsOptions>(commandLine, context)
{
    private const int DefaultLines = 20;

    protected override string? Check() => Count() is null ? $"option --lines: expected a number from 0 to {RecentLines.Capacity}, got '{Options.Lines}'" : null;

    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found)
    {
        // 0 of the last: from whatever comes next.
        long from = Count() is > 0 and var count ? -count : long.MaxValue;
        RecentLinesReading reading = await client.LogsAsync(from, wait: false, CancellationToken.None);
        await WriteAsync(reading);
        while (Options.Follow)
        {
            reading = await client.LogsAsync(reading.Next, wait: true, CancellationToken.None);
            await WriteAsync(reading);
        }

        return ExitCode.Success;
    }

    private async Task WriteAsync(RecentLinesReading reading)
    {
        if (reading.Missed > 0) await Context.Error.WriteLineAsync($"({Counted.Of(reading.Missed, "line")} came too fast and are not kept)");
        foreach (string line in reading.Lines) await Context.Out.WriteLineAsync(line);
        await Context.Out.FlushAsync();
    }

    private int? Count() => Options.Lines is null ? DefaultLines
        : int.TryParse(Options.Lines, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= RecentLines.Capacity ? count
        : null;
}
