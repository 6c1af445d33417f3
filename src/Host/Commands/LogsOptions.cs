using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost logs</c>.</summary>
[Verb("logs", HelpText = "Show the last log lines of a host and its workers.")]
internal sealed class LogsOptions : InstanceOptions
{
    /// <summary>Go on.</summary>
    [Option('f', "follow", HelpText = "Go on with what comes, until interrupted.")]
    public bool Follow { get; set; }

    /// <summary>How many.</summary>
    [Option("lines", MetaValue = "N", HelpText = "How many of the last lines. Default: 20; at most 1000 are kept.")]
    public string? Lines { get; set; }
}
