using AppHost.Host.Configuration.Declaration;
using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of the verbs that speak to a host that runs.</summary>
internal abstract class InstanceOptions : CommonOptions
{
    /// <summary>The name of the instance.</summary>
    [Option('n', "name", MetaValue = "NAME", HelpText = "The host that is meant. Not needed while only one runs.")]
    public string? Name { get; set; }

    /// <summary>The socket of the instance.</summary>
    [Option("control", MetaValue = "FILE", HelpText = "Its control socket where it is not found by itself, or its admin address: http://HOST:PORT.")]
    public string? Control { get; set; }

    /// <summary>What opens its admin address.</summary>
    [Option("admin-token-file", MetaValue = "FILE", HelpText = "The file with the token of the admin address.")]
    public string? TokenFile { get; set; }
}
