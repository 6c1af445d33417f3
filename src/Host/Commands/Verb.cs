using System.Reflection;
using AppHost.Host.Configuration.Declaration;
using AppHost.Host.Configuration.Sources;
using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>A verb of the command line: its options class says its name.</summary>
internal abstract class Verb
{
    /// <summary>One word or two.</summary>
    public abstract string Name { get; }

    /// <summary>One sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Not listed in help.</summary>
    public abstract bool IsHidden { get; }

    /// <summary>Declares its options.</summary>
    public abstract Type OptionsType { get; }

    /// <summary>Whole command lines.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>Runs it.</summary>
    /// <param name="arguments">What follows the verb.</param>
    /// <param name="context">The world.</param>
    /// <returns>The exit code of the process.</returns>
    public abstract Task<int> RunAsync(IReadOnlyList<string> arguments, CommandContext context);
}

/// <inheritdoc/>
/// <param name="create">Makes the command; it reports the errors of the command line itself, among its others.</param>
internal sealed class Verb<TOptions>(Func<CommandLineReading<TOptions>, CommandContext, ICommand> create) : Verb
    where TOptions : CommonOptions, new()
{
    private readonly VerbAttribute _declaration = typeof(TOptions).GetCustomAttribute<VerbAttribute>()!;

    public override string Name => _declaration.Name;

    public override string Summary => _declaration.HelpText;

    public override bool IsHidden => _declaration.Hidden;

    public override Type OptionsType => typeof(TOptions);

    public override async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandContext context)
    {
        var commandLine = CommandLineReader.Read<TOptions>(arguments);
        if (commandLine.Options.Help)
        {
            HelpPage.WriteVerb(this, context);
            return ExitCode.Success;
        }

        return await create(commandLine, context).RunAsync();
    }
}
