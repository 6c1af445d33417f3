using AppHost.Load.Connections;

namespace AppHost.Load.Engine;

/// <summary>The connections of one thread and its share of their groups.</summary>
internal sealed class ConnectionSet
{
    /// <param name="plan">The run.</param>
    /// <param name="thread">Index of the thread.</param>
    public ConnectionSet(LoadPlan plan, int thread)
    {
        var count = (plan.Connections / plan.Threads) + (thread < plan.Connections % plan.Threads ? 1 : 0);
        var busy = plan.Skew?.BusyConnections(count) ?? count;
        All = [.. Enumerable.Range(0, count).Select(slot => new Connection(slot, slot < busy ? 0 : 1))];
        Groups = plan.Skew is null ? 1 : 2;
    }

    /// <summary>All connections, by slot.</summary>
    public Connection[] All { get; }

    /// <summary>How many groups there are.</summary>
    public int Groups { get; }
}
