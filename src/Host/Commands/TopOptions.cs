using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost top</c>.</summary>
[Verb("top", HelpText = "Watch a host and its workers, with rates; q ends it.")]
internal sealed class TopOptions : InstanceOptions;
