using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost stop</c>.</summary>
[Verb("stop", HelpText = "Stop a host; running requests finish first.")]
internal sealed class StopOptions : InstanceOptions
{
    /// <summary>Running requests are lost.</summary>
    [Option("quick", HelpText = "Do not wait for running requests.")]
    public bool Quick { get; set; }

    /// <summary>For scripts.</summary>
    [Option('w', "wait", HelpText = "Return when it has ended.")]
    public bool Wait { get; set; }
}
