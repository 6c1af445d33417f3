using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost reload</c>.</summary>
[Verb("reload", HelpText = "Load configuration and code anew, without downtime.")]
internal sealed class ReloadOptions : InstanceOptions
{
    /// <summary>For deployment scripts.</summary>
    [Option('w', "wait", HelpText = "Return when it has ended: 0 the new generation serves, 3 it failed and the old one goes on.")]
    public bool Wait { get; set; }
}
