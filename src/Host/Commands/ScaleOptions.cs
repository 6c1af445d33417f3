using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost scale</c>.</summary>
[Verb("scale", HelpText = "Change the number of workers until the next restart.")]
internal sealed class ScaleOptions : InstanceOptions
{
    /// <summary>How many, or how many more or fewer.</summary>
    [Value(0, MetaName = "N|+N|-N")]
    public string? Count { get; set; }
}
