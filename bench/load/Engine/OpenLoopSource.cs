using AppHost.Load.Arrivals;
using AppHost.Load.Connections;

namespace AppHost.Load.Engine;

/// <summary>
/// Requests at the times of an arrival process. Times, paths and groups are drawn from one stream of random numbers in a fixed order, so
/// that a seed gives the same arrivals whatever the server does.
/// </summary>
/// <param name="arrivals">The intended starts.</param>
/// <param name="random">The stream behind paths and groups, which may also be that of the arrivals.</param>
/// <param name="paths">The paths.</param>
/// <param name="busyShare">Share of the requests that belong to group 0; the rest belongs to group 1. 1 when there is one group.</param>
/// <param name="window">Start, length and limit of the run.</param>
internal sealed class OpenLoopSource(
    IArrivalProcess arrivals, SeededRandom random, WeightedPaths paths, double busyShare, RunWindow window) : IRequestSource
{
    private long _next = window.Origin + arrivals.Next();
    private long _taken;

    /// <inheritdoc/>
    public long NextDue => _next >= window.End || _taken >= window.Requests ? long.MaxValue : _next;

    /// <inheritdoc/>
    public PendingRequest Take()
    {
        var due = _next;
        var path = paths.Choose(random.NextDouble());
        var group = random.NextDouble() < busyShare ? 0 : 1;
        if (due >= window.Start)
            _taken++;
        _next = window.Origin + arrivals.Next();
        return new PendingRequest(due, path, group, Slot: -1);
    }

    /// <inheritdoc/>
    public void Ended(int slot, bool answered, long now)
    {
        // Arrivals do not depend on answers.
    }
}
