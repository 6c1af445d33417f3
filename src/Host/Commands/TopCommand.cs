using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control.Client;
using Spectre.Console;

namespace AppHost.Host.Commands;

/// <summary><c>apphost top</c>: the status every second, with rates between two of them.</summary>
internal sealed class TopCommand(CommandLineReading<TopOptions> commandLine, CommandContext context)
    : InstanceCommand<TopOptions>(commandLine, context)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeyInterval = TimeSpan.FromMilliseconds(100);

    protected override async Task<int> RunAsync(ControlClient client, InstanceSearch found)
    {
        if (!Context.OutIsTerminal)
        {
            await Context.Error.WriteLineAsync("top: standard output is no terminal; use 'apphost status --watch' or 'apphost status --json'");
            return ExitCode.Usage;
        }

        var view = new TopView(found.Status!);
        await AnsiConsole.Live(view.Render()).AutoClear(true).StartAsync(async live =>
        {
            while (!await WasEndedAsync())
            {
                view.Take(await client.StatusAsync(CancellationToken.None));
                live.UpdateTarget(view.Render());
            }
        });
        return ExitCode.Success;
    }

    private static async Task<bool> WasEndedAsync()
    {
        for (TimeSpan waited = TimeSpan.Zero; waited < Interval; waited += KeyInterval)
        {
            await Task.Delay(KeyInterval);
            if (!Console.IsInputRedirected && Console.KeyAvailable && Console.ReadKey(intercept: true).Key is ConsoleKey.Q or ConsoleKey.Escape) return true;
        }

        return false;
    }
}
