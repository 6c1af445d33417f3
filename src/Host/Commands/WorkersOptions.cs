using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost workers</c>.</summary>
[Verb("workers", HelpText = "Show each worker process: load, times, memory, CPU.")]
internal sealed class WorkersOptions : InstanceOptions
{
    /// <summary>For scripts.</summary>
    [Option("json", HelpText = "Write JSON, for scripts; docs/control.md describes it.")]
    public bool Json { get; set; }
}
