using CommandLine;

namespace AppHost.Load.Options;

/// <summary>The options of <c>load ideal</c>.</summary>
[Verb("ideal", HelpText = "Computes what one queue before k servers would have done with recorded arrivals.")]
internal sealed class IdealOptions
{
    [Option("arrivals", Required = true, HelpText = "File written by --arrivals-out.")]
    public string Arrivals { get; set; } = "";

    [Option("servers", Required = true, HelpText = "How many requests are served at once.")]
    public int Servers { get; set; }

    [Option("service", Required = true, HelpText = "How long each takes, such as 50ms.")]
    public string Service { get; set; } = "";
}
