using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost status</c>.</summary>
[Verb("status", HelpText = "Show what a host and its workers are doing.")]
internal sealed class StatusOptions : InstanceOptions
{
    /// <summary>For scripts.</summary>
    [Option("json", HelpText = "Write JSON, for scripts; docs/control.md describes it.")]
    public bool Json { get; set; }

    /// <summary>For an operator who looks on.</summary>
    [Option('w', "watch", HelpText = "Again every second, until interrupted.")]
    public bool Watch { get; set; }
}
