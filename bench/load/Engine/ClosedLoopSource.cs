using AppHost.Load.Arrivals;
using AppHost.Load.Connections;

namespace AppHost.Load.Engine;

/// <summary>One request at a time on every connection: the next one follows the answer after a uniformly random pause.</summary>
internal sealed class ClosedLoopSource : IRequestSource
{
    // A refused connection is answered in microseconds: without a pause a stopped server would be asked 100,000 times a second.
    private static readonly long PauseAfterFailure = TimeSpan.FromMilliseconds(1).Ticks * 100;

    private readonly PriorityQueue<int, long> _due;
    private readonly SeededRandom _random;
    private readonly WeightedPaths _paths;
    private readonly RunWindow _window;
    private readonly long _thinkMin;
    private readonly long _thinkRange;
    private long _taken;

    public ClosedLoopSource(ClosedLoop loop, int connections, SeededRandom random, WeightedPaths paths, RunWindow window)
    {
        (_random, _paths, _window) = (random, paths, window);
        _thinkMin = loop.ThinkMin.Ticks * 100;
        _thinkRange = (loop.ThinkMax.Ticks * 100) - _thinkMin;
        _due = new PriorityQueue<int, long>(connections);
        for (var slot = 0; slot < connections; slot++)
            _due.Enqueue(slot, window.Origin + Think());
    }

    /// <inheritdoc/>
    public long NextDue => _taken < _window.Requests && _due.TryPeek(out _, out var due) && due < _window.End ? due : long.MaxValue;

    /// <inheritdoc/>
    public PendingRequest Take()
    {
        _due.TryDequeue(out var slot, out var due);
        if (due >= _window.Start)
            _taken++;
        return new PendingRequest(due, _paths.Choose(_random.NextDouble()), Group: 0, slot);
    }

    /// <inheritdoc/>
    public void Ended(int slot, bool answered, long now) =>
        _due.Enqueue(slot, now + (answered ? Think() : Math.Max(Think(), PauseAfterFailure)));

    private long Think() => _thinkMin + (long)(_random.NextDouble() * _thinkRange);
}
