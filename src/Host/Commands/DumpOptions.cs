using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost dump</c>.</summary>
[Verb("dump", HelpText = "Print the stacks of all threads of a worker, which stands still for about 200 ms.")]
internal sealed class DumpOptions : InstanceOptions
{
    /// <summary>Which worker.</summary>
    [Value(0, MetaName = "WORKER")]
    public string? Worker { get; set; }
}
