using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control.Client;

namespace AppHost.Host.Commands;

/// <summary>What the verbs that speak to a host that runs have in common: they find it first, and say so if they cannot.</summary>
internal abstract class InstanceCommand<TOptions>(CommandLineReading<TOptions> commandLine, CommandContext context) : ICommand
    where TOptions : InstanceOptions
{
    protected TOptions Options => commandLine.Options;

    protected CommandContext Context => context;

    /// <inheritdoc/>
    public async Task<int> RunAsync()
    {
        if (!ConfigurationReport.Write(commandLine.Errors, context.Error)) return ExitCode.Usage;
        if (Check() is { } mistake)
        {
            await context.Error.WriteLineAsync(mistake);
            return ExitCode.Usage;
        }

        string? socket = Options.Control is null ? null : Path.GetFullPath(Options.Control, context.CurrentDirectory);
        InstanceSearch search = await InstanceFinder.OfProcess(context.Environment).FindAsync(Options.Name, socket, CancellationToken.None);
        if (search.Socket is null)
        {
            await context.Error.WriteLineAsync(search.Problem);
            return ExitCode.Usage;
        }

        var client = new ControlClient(search.Socket);
        try
        {
            return await RunAsync(client, search);
        }
        catch (ControlException problem)
        {
            await context.Error.WriteLineAsync($"control {search.Socket}: {problem.Message}");
            return ExitCode.Usage;
        }
    }

    /// <summary>What is wrong with the options; null if nothing is.</summary>
    protected virtual string? Check() => null;

    /// <summary>Does it.</summary>
    /// <param name="found">The instance and its status a moment ago.</param>
    /// <exception cref="ControlException">It does not answer any more.</exception>
    protected abstract Task<int> RunAsync(ControlClient client, InstanceSearch found);

    /// <summary>Writes what the host answered to an order.</summary>
    /// <param name="failure">The exit code of a failure.</param>
    protected async Task<int> ReportAsync(ControlReply reply, int failure = ExitCode.Usage)
    {
        string text = reply.Answer.Error ?? $"{reply.Answer.Result}: {reply.Answer.Message}";
        await (reply.IsSuccess ? context.Out : context.Error).WriteLineAsync(text);
        return reply.IsSuccess ? ExitCode.Success : failure;
    }
}
