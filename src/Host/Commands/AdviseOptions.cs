using AppHost.Host.Configuration.Declaration;
using CommandLine;

namespace AppHost.Host.Commands;

/// <summary>Options of <c>apphost advise</c>.</summary>
[Verb("advise", HelpText = "Compute workers, threads and queue from what a request needs.")]
internal sealed class AdviseOptions : CommonOptions
{
    /// <summary>CPU time of a request.</summary>
    [Option("service", MetaValue = "TIME", HelpText = "CPU time of a request, its mean. Needed.")]
    public string? Service { get; set; }

    /// <summary>Waiting time of a request.</summary>
    [Option("wait", MetaValue = "TIME", HelpText = "Time for which a request waits for a database, a file, another server. Default: 0.")]
    public string? Wait { get; set; }

    /// <summary>The load.</summary>
    [Option("rps", MetaValue = "N", HelpText = "Requests a second at the busiest hour. Default: as many as the cores can do.")]
    public string? Rate { get; set; }

    /// <summary>The target.</summary>
    [Option("p95", MetaValue = "TIME", HelpText = "The time in which 95 of 100 requests must be answered.")]
    public string? Percentile95 { get; set; }

    /// <summary>The outside bound.</summary>
    [Option("db-connections", MetaValue = "N", HelpText = "Connections that the database grants to this host.")]
    public string? Connections { get; set; }

    /// <summary>The app's size.</summary>
    [Option("worker-memory", MetaValue = "SIZE", HelpText = "Private memory of one worker under load. Default: 256MiB.")]
    public string? WorkerMemory { get; set; }

    /// <summary>As the setting.</summary>
    [Option("surge", MetaValue = "N|PERCENT", HelpText = "Workers above the usual number while a reload goes. Default: 25%.")]
    public string? Surge { get; set; }

    /// <summary>As the setting.</summary>
    [Option('k', "worker-class", MetaValue = "CLASS", HelpText = "It must be sync, threaded or async. Default: what fits.")]
    public string? WorkerClass { get; set; }

    /// <summary>Another machine.</summary>
    [Option("cores", MetaValue = "N", HelpText = "Cores. Default: what affinity, cpuset and quota leave to this process.")]
    public string? Cores { get; set; }

    /// <summary>Another machine.</summary>
    [Option("memory", MetaValue = "SIZE", HelpText = "Memory. Default: what machine and control group leave to this process.")]
    public string? Memory { get; set; }

    /// <summary>For scripts.</summary>
    [Option("json", HelpText = "Write JSON, for scripts.")]
    public bool Json { get; set; }
}
