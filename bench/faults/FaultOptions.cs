using CommandLine;

namespace AppHost.Faults;

/// <summary>What all scenarios take.</summary>
internal abstract class FaultOptions
{
    [Option('w', "workers", Default = 4, HelpText = "Workers of the host.")]
    public int Workers { get; set; }

    [Option("transport", Default = "auto", HelpText = "auto, epoll or sockets.")]
    public string Transport { get; set; } = "";

    [Option("log", HelpText = "A file that gets the log of the host; by default it is shown when something went wrong.")]
    public string? Log { get; set; }
}

[Verb("reloads", HelpText = "Reloads one after the other under load; 0 failed requests is the goal.")]
internal sealed class ReloadOptions : FaultOptions
{
    [Option("count", Default = 50, HelpText = "How many reloads.")]
    public int Count { get; set; }

    [Option("defaults", HelpText = "With the default times (bake 10s, linger 65s) instead of 200ms and 2s.")]
    public bool Defaults { get; set; }

    [Option("cold", HelpText = "Without warm-up requests: the first clients of each new worker wait for its code to be compiled.")]
    public bool Cold { get; set; }
}

[Verb("storm", HelpText = "Kills a random worker again and again; only requests on its connections may fail.")]
internal sealed class StormOptions : FaultOptions
{
    [Option("seconds", Default = 60, HelpText = "How long.")]
    public int Seconds { get; set; }

    [Option("every", Default = 250, HelpText = "Milliseconds between two kills.")]
    public int Every { get; set; }
}

[Verb("signals", HelpText = "Starts hosts and sends random signals close together; none may hang or leave anything behind.")]
internal sealed class SignalOptions : FaultOptions
{
    [Option("rounds", Default = 100, HelpText = "How many hosts.")]
    public int Rounds { get; set; }

    [Option("seed", Default = 1, HelpText = "Of the random order.")]
    public int Seed { get; set; }
}

[Verb("broken", HelpText = "Reloads to releases that are broken in all sorts of ways; the old one must go on.")]
internal sealed class BrokenOptions : FaultOptions;

[Verb("runtime", HelpText = "Replaces the .NET runtime under a host that runs.")]
internal sealed class RuntimeOptions : FaultOptions;

[Verb("soak", HelpText = "Random faults under a light load for a long time; afterwards all must be as it was.")]
internal sealed class SoakOptions : FaultOptions
{
    [Option("minutes", Default = 60.0, HelpText = "How long.")]
    public double Minutes { get; set; }

    [Option("rate", Default = 20.0, HelpText = "Requests a second, about.")]
    public double Rate { get; set; }

    [Option("every", Default = 15.0, HelpText = "Seconds between two faults, on average.")]
    public double Every { get; set; }

    [Option("seed", Default = 1, HelpText = "Of the order of faults.")]
    public int Seed { get; set; }
}
