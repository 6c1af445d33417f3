using AppHost.Bench.Processes;

namespace AppHost.Bench.Contestants;

/// <summary>A server to be measured, in one of its configurations. Immutable.</summary>
internal abstract class Contestant
{
    /// <summary>Its name in reports.</summary>
    public abstract string Name { get; }

    /// <summary>The programs it needs, as <see cref="Peers.PeerCatalog"/> names them.</summary>
    public virtual IReadOnlyList<string> Needs => [];

    /// <summary>How it runs several requests at once.</summary>
    public abstract Concurrency Concurrency { get; }

    /// <summary>The path that answers with 13 bytes.</summary>
    public virtual string HelloPath => "/";

    /// <summary>It is AppHost itself.</summary>
    public virtual bool IsAppHost => false;

    /// <summary>A server that only some scenarios ask for by name.</summary>
    public virtual bool IsVariant => false;

    /// <summary>It has worker processes under a master that replaces them.</summary>
    public virtual bool HasMaster => Concurrency != Concurrency.OneProcess;

    /// <summary>The programs to start, in this order, in the foreground.</summary>
    public abstract IReadOnlyList<LaunchCommand> Launch(LaunchPlace place);

    /// <summary>How its operator gives it new code while it serves; null if it cannot.</summary>
    public virtual ReloadAction? Reload => null;

    /// <summary>The worker processes of a running one, for those who kill them; the default: all but those that were started.</summary>
    public virtual IReadOnlyList<int> WorkersOf(IReadOnlyList<ProcessEntry> processes, IReadOnlyCollection<int> started) =>
        [.. processes.Where(process => started.Contains(process.Parent)).Select(process => process.Pid)];

    /// <summary>The same number of requests at once in the way of this server: processes where it has no threads.</summary>
    public Sizing Fit(Sizing sizing) => Concurrency switch
    {
        Concurrency.Processes => new Sizing(sizing.Slots, 1),
        Concurrency.Threads => sizing,
        Concurrency.OneProcess => new Sizing(1, sizing.Slots),
        _ => new Sizing(sizing.Workers, 1),
    };

    /// <summary>Whether <c>--only</c> means it.</summary>
    public bool IsNamed(string part) => Name.Contains(part, StringComparison.OrdinalIgnoreCase);
}
