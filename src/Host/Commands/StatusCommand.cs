using System.Text.Json;
using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control;
using AppHost.Host.Control.Client;
using AppHost.Host.Control.Status;

namespace AppHost.Host.Commands;

/// <summary><c>apphost status</c>.</summary>
internal sealed class StatusCommand(CommandLineReading<StatusOptions> commandLine, CommandContext context)
    : InstanceCommand<StatusOptions>(commandLine, context)
{
    private const string Home = "\e[H";
    private const string ClearLine = "\e[K";
    private const string ClearRest = "\e[J";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found)
    {
        StatusSnapshot status = found.Status!;
        await WriteAsync(status);
        if (!Options.Watch) return ExitCode.Success;
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync())
        {
            status = await client.StatusAsync(CancellationToken.None);
            if (!Options.Json && !Context.OutIsTerminal) await Context.Out.WriteLineAsync();
            await WriteAsync(status);
        }

        return ExitCode.Success;
    }

    private async Task WriteAsync(StatusSnapshot status)
    {
        if (Options.Json)
        {
            // Watched, it is one object a line.
            JsonSerializerOptions options = new(ControlJson.Readable.Options) { WriteIndented = !Options.Watch };
            await Context.Out.WriteLineAsync(JsonSerializer.Serialize(status, new ControlJson(options).StatusSnapshot));
            return;
        }

        IReadOnlyList<string> lines = new StatusText(status, Context.Width, Context.UseColor).Lines();
        if (Options.Watch && Context.OutIsTerminal)
        {
            // Written over the last one, without a flash of emptiness.
            await Context.Out.WriteAsync(Home + string.Concat(lines.Select(line => $"{line}{ClearLine}\n")) + ClearRest);
            return;
        }

        foreach (string line in lines) await Context.Out.WriteLineAsync(line);
    }
}
