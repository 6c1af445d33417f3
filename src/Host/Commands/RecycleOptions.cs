using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost recycle</c>.</summary>
[Verb("recycle", HelpText = "Replace workers by fresh ones of the same generation, one after the other.")]
internal sealed class RecycleOptions : InstanceOptions
{
    /// <summary>The id of one worker; all unless said.</summary>
    [Value(0, MetaName = "WORKER")]
    public string? Worker { get; set; }
}
