using AppHost.Host.Commands;

namespace AppHost.Host;

internal static class Program
{
    /// <summary>The entry point; a worker branches off before anything else is loaded.</summary>
    public static int Main(string[] args) => args is [WorkerCommand.Name, ..]
        ? WorkerCommand.Run()
        : CommandDispatcher.RunAsync(args, CommandContext.OfProcess()).GetAwaiter().GetResult();
}
