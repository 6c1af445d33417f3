using CommandLine;

namespace AppHost.Load.Options;

/// <summary>The options of <c>load run</c> as typed; <see cref="PlanReader"/> gives them their meaning.</summary>
[Verb("run", isDefault: true, HelpText = "Sends load to a server and reports what came back.")]
internal sealed class RunOptions
{
    [Value(0, MetaName = "target", Required = true, HelpText = "http://host:port[/path], or unix:/path/of/socket.")]
    public string Target { get; set; } = "";

    [Option("path", HelpText = "Path to request, /a or with a weight /a:3. May be repeated. Default: the target's.")]
    public string? Paths { get; set; }

    [Option("method", Default = "GET", HelpText = "Method of every request.")]
    public string Method { get; set; } = "";

    [Option("body-size", Default = "0", HelpText = "Size of every request's body, such as 16KiB.")]
    public string BodySize { get; set; } = "";

    [Option("header", HelpText = "Further header field, \"Name: value\". May be repeated.")]
    public string? Headers { get; set; }

    [Option("rate", HelpText = "Open loop: so many requests per second, whatever the server does. Without it: closed loop.")]
    public double? Rate { get; set; }

    [Option("arrivals", HelpText = "Open loop: poisson (default) or fixed gaps.")]
    public string? Arrivals { get; set; }

    [Option("think", HelpText = "Closed loop: uniformly random pause between an answer and the next request, such as 0-400ms.")]
    public string? Think { get; set; }

    [Option("connections", HelpText = "Kept connections (default 64); with --fresh, the most open at once (default 4096).")]
    public int? Connections { get; set; }

    [Option("fresh", HelpText = "Every request on a connection of its own.")]
    public bool Fresh { get; set; }

    [Option("skew", HelpText = "Open loop: 10:90 lets 10 % of the connections send 90 % of the requests.")]
    public string? Skew { get; set; }

    [Option("timeout", Default = "10s", HelpText = "From the intended start; then the client gives up and closes the connection.")]
    public string Timeout { get; set; } = "";

    [Option("warmup", Default = "1s", HelpText = "Load before the measured window.")]
    public string Warmup { get; set; } = "";

    [Option("duration", Default = "10s", HelpText = "Length of the measured window.")]
    public string Duration { get; set; } = "";

    [Option("requests", HelpText = "Ends the measured window after so many requests, if --duration does not end it first.")]
    public long? Requests { get; set; }

    [Option("seed", Default = 1UL, HelpText = "Seed of arrivals and choices: the same seed gives the same arrivals.")]
    public ulong Seed { get; set; }

    [Option("threads", Default = 1, HelpText = "Generator threads; each has its share of the connections and of the load.")]
    public int Threads { get; set; }

    [Option("spin", Default = "30us", HelpText = "Polls so long before a request is due: more punctual than sleeping, more CPU. 0: never.")]
    public string Spin { get; set; } = "";

    [Option("cpu-of", HelpText = "PID[,PID...]: reports the CPU of these processes and all their descendants per answer.")]
    public string? CpuOf { get; set; }

    [Option("ideal", HelpText = "16:50ms prints what one queue before 16 servers of 50 ms would have done with the same arrivals.")]
    public string? Ideal { get; set; }

    [Option("json", HelpText = "Writes everything as JSON to a file, or to standard output (-) instead of the table.")]
    public string? Json { get; set; }

    [Option("arrivals-out", HelpText = "Writes every request to a file, for `load ideal`.")]
    public string? ArrivalsOut { get; set; }

    [Option("allow-remote", HelpText = "Allows a target that is not this machine.")]
    public bool AllowRemote { get; set; }
}
