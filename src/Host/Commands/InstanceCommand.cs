using AppHost.Host.Configuration.Sources;
using AppHost.Host.Control.Access;
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

        ControlPlace? given = GivenPlace(out string? tokenProblem);
        if (tokenProblem is not null)
        {
            await context.Error.WriteLineAsync(tokenProblem);
            return ExitCode.Usage;
        }

        InstanceSearch search = await InstanceFinder.OfProcess(context.Environment).FindAsync(Options.Name, given, CancellationToken.None);
        if (search.Place is null)
        {
            await context.Error.WriteLineAsync(search.Problem);
            return ExitCode.Usage;
        }

        var client = new ControlClient(search.Place);
        try
        {
            return await RunAsync(client, search);
        }
        catch (ControlException problem)
        {
            await context.Error.WriteLineAsync($"control {search.Place.Text}: {problem.Message}");
            return ExitCode.Usage;
        }
    }

    /// <summary>What is wrong with the options; null if nothing is.</summary>
    protected virtual string? Check() => null;

    /// <summary>Does it.</summary>
    /// <param name="found">The instance and its status a moment ago.</param>
    /// <exception cref="ControlException">It does not answer any more.</exception>
    protected abstract Task<int> RunAsync(ControlClient client, InstanceSearch found);

    private ControlPlace? GivenPlace(out string? problem)
    {
        problem = null;
        if (Options.Control is not { } control) return null;
        if (!ControlPlace.IsAddress(control)) return new ControlPlace(Path.GetFullPath(control, context.CurrentDirectory));
        // The host reads the same variable, so that one line in a profile serves both.
        string? file = Options.TokenFile ?? context.Environment.GetValueOrDefault("APPHOST_ADMIN_TOKEN_FILE");
        return new ControlPlace(control, file is null ? null : AdminToken.Read(Path.GetFullPath(file, context.CurrentDirectory), out problem));
    }

    /// <summary>Writes what the host answered to an order.</summary>
    /// <param name="failure">The exit code of a failure.</param>
    protected async Task<int> ReportAsync(ControlReply reply, int failure = ExitCode.Usage)
    {
        string text = reply.Answer.Error ?? $"{reply.Answer.Result}: {reply.Answer.Message}";
        await (reply.IsSuccess ? context.Out : context.Error).WriteLineAsync(text);
        return reply.IsSuccess ? ExitCode.Success : failure;
    }
}
