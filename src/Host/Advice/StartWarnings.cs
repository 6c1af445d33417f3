using System.Globalization;
using AppHost.Host.Output;

namespace AppHost.Host.Advice;

/// <summary>What is worth a look when a host has started: each names the setting to change. Pure.</summary>
internal static class StartWarnings
{
    /// <summary>Descriptors of a worker besides its connections: assemblies, pipes, epoll, those of a database driver.</summary>
    private const int DescriptorMargin = 256;

    /// <summary>The sentences.</summary>
    public static IEnumerable<string> Of(HostLimits limits)
    {
        int threads = limits.Workers * limits.Slots;
        string cores = limits.Cores.ToString("0.##", CultureInfo.InvariantCulture) + (limits.Cores == 1 ? " core" : " cores");
        if (limits.WorkerClass == "threaded" && limits.SlotsAreThreads && threads > FieldRules.ThreadsPerCore * limits.Cores)
        {
            yield return $"{limits.Workers} x {limits.Slots} = {threads} threads on {cores}: more than {FieldRules.ThreadsPerCore} for each core mostly "
                + "switch; lower threads or workers, or let code that waits run under worker-class async ('apphost advise' computes it).";
        }

        // Two workers are the least there should be, whatever the cores.
        if (limits.WorkerClass == "async" && limits.Workers > Math.Max(2, Math.Ceiling(limits.Cores)))
        {
            yield return $"{limits.Workers} event loops on {cores}: each loop keeps one core busy, more only take turns; lower workers to "
                + $"{Math.Max(2, (int)Math.Ceiling(limits.Cores))}.";
        }

        long needed = (long)limits.Slots + limits.QueueLength + DescriptorMargin;
        if (limits.Descriptors is { } descriptors && descriptors < needed)
        {
            yield return $"A worker may open {Counted.Of(descriptors, "descriptor")} (ulimit -n): {limits.Slots} slots, a queue of {limits.QueueLength} and "
                + $"{DescriptorMargin} for the process take {needed}, and each idle connection one more; raise it (systemd: LimitNOFILE) or lower "
                + $"{(limits.WorkerClass == "async" ? "async.limit" : "threads")} or queue.length.";
        }
    }
}
