using System.Reflection;
using System.Runtime.InteropServices;
using AppHost.WorkerTypes;

namespace AppHost.Host.Commands;

/// <summary>Finds the verb of a command line and runs it.</summary>
internal static class CommandDispatcher
{
    /// <summary>Runs a command line.</summary>
    /// <param name="args">All arguments.</param>
    /// <param name="context">The world.</param>
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunAsync(string[] args, CommandContext context)
    {
        switch (args)
        {
            case []:
                // A supervisor that starts it this way has a mistake in its unit, and should see a failure.
                HelpPage.WriteShort(context.Error);
                return ExitCode.Usage;
            case ["--version"] or ["version"]:
                context.Out.WriteLine($"apphost {Version()} ({RuntimeInformation.FrameworkDescription})");
                return ExitCode.Success;
            case ["--help" or "-h" or "help"]:
                HelpPage.WriteShort(context.Out);
                return ExitCode.Success;
            case ["help", .. var verbWords]:
                return await RunVerbAsync([.. verbWords, "--help"], context);
            default:
                return await RunVerbAsync(args, context);
        }
    }

    private static async Task<int> RunVerbAsync(IReadOnlyList<string> args, CommandContext context)
    {
        foreach (var verb in VerbCatalog.All)
        {
            var words = verb.Name.Split(' ');
            if (args.Take(words.Length).SequenceEqual(words))
            {
                return await verb.RunAsync([.. args.Skip(words.Length)], context);
            }
        }

        context.Error.WriteLine(ExplainUnknown(args, context.CurrentDirectory));
        return ExitCode.Usage;
    }

    private static string ExplainUnknown(IReadOnlyList<string> args, string currentDirectory)
    {
        var first = args[0];
        var names = VerbCatalog.All.Where(verb => !verb.IsHidden).Select(verb => verb.Name).ToList();
        var longer = names.FindAll(name => name.StartsWith(first + ' ', StringComparison.Ordinal));
        if (longer.Count > 0)
        {
            var words = string.Join(' ', args.Take(2).TakeWhile(word => !word.StartsWith('-')));
            return $"verb {words}: expected {string.Join(" or ", longer.Select(name => $"'apphost {name}'"))}";
        }

        if (first.StartsWith('-'))
        {
            return $"option {first}: comes before the verb; write 'apphost run {first}'";
        }

        if (first.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || File.Exists(Path.Combine(currentDirectory, first)))
        {
            return $"verb {first}: this is a file; write 'apphost run {first}'";
        }

        var nearest = NearestName.Find(first, names.Select(name => name.Split(' ')[0]).Distinct());
        return $"verb {first}: there is no such verb; {(nearest is null ? "see 'apphost --help'" : $"did you mean '{nearest}'?")}";
    }

    private static string Version() =>
        typeof(CommandDispatcher).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
