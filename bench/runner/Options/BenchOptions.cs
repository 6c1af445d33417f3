using CommandLine;

namespace AppHost.Bench.Options;

/// <summary>The command line of <c>bench/run</c> as typed; <see cref="BenchRequestReader"/> gives it its meaning.</summary>
internal sealed class BenchOptions
{
    [Value(0, MetaName = "scenario", HelpText = "What to measure; all of them if none is named. See --list.")]
    public IEnumerable<string> Scenarios { get; set; } = [];

    [Option("install", HelpText = "Installs the Debian packages of peers that are missing (apt-get, as root or by sudo).")]
    public bool Install { get; set; }

    [Option("quick", HelpText = "Fewer rounds, shorter, fewer points: all scenarios in less than 10 minutes on two cores.")]
    public bool Quick { get; set; }

    [Option("full", HelpText = "More rounds, longer, more points: an hour or two.")]
    public bool Full { get; set; }

    [Option("only", HelpText = "Servers to measure, a comma between them, by a part of their names: --only apphost,nginx.")]
    public string? Only { get; set; }

    [Option("output", HelpText = "Folder of the report. Default: bench/results/DATE-TIME-SIZE.")]
    public string? Output { get; set; }

    [Option("list", HelpText = "Lists scenarios and servers, and ends.")]
    public bool List { get; set; }
}
