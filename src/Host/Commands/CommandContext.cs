using System.Collections;
using AppHost.Host.Master;

namespace AppHost.Host.Commands;

/// <summary>What a command sees of the world. Given to it, so that tests need no process.</summary>
internal sealed record CommandContext
{
    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The variables of the process.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Absolute.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Output goes to a terminal and nobody has asked for plain text.</summary>
    public bool UseColor { get; init; }

    /// <summary>Standard output is a terminal.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Standard error is a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Where a host that serves writes.</summary>
    public HostStreams Streams => new(Out, Error, ErrorIsTerminal, ErrorIsTerminal && AllowsColor(Environment));

    /// <summary>The process's own.</summary>
    public static CommandContext OfProcess()
    {
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        var isTerminal = !Console.IsOutputRedirected;
        return new CommandContext
        {
            Out = Console.Out,
            Error = Console.Error,
            Environment = environment,
            CurrentDirectory = System.Environment.CurrentDirectory,
            Width = isTerminal ? UsableWidth(Console.WindowWidth) : 100,
            OutIsTerminal = isTerminal,
            UseColor = isTerminal && AllowsColor(environment),
            ErrorIsTerminal = !Console.IsErrorRedirected,
        };
    }

    /// <summary>A terminal that does not know its size, such as that of a container's exec or of a serial line, says 0.</summary>
    internal static int UsableWidth(int reported) => reported <= 0 ? 80 : Math.Max(reported, 20);

    // https://no-color.org: any value but the empty one.
    private static bool AllowsColor(IReadOnlyDictionary<string, string> environment) =>
        string.IsNullOrEmpty(environment.GetValueOrDefault("NO_COLOR")) && environment.GetValueOrDefault("TERM") is not ("dumb" or null);
}
