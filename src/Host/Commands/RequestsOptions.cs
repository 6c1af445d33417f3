using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost requests</c>.</summary>
[Verb("requests", HelpText = "Show the requests that run now, the oldest first.")]
internal sealed class RequestsOptions : InstanceOptions
{
    /// <summary>For scripts.</summary>
    [Option("json", HelpText = "Write JSON, for scripts; docs/control.md describes it.")]
    public bool Json { get; set; }
}
