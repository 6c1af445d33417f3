using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost drain</c>.</summary>
[Verb("drain", HelpText = "Take a worker out at once: it finishes what it has and leaves, another is started.")]
internal sealed class DrainOptions : InstanceOptions
{
    /// <summary>Which worker.</summary>
    [Value(0, MetaName = "WORKER")]
    public string? Worker { get; set; }
}
