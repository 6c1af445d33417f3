using AppHost.Load.Arrivals;

namespace AppHost.Load.Connections;

/// <summary>
/// The idle ones of a fixed set of connections, from which a uniformly random one is taken. Taking the one that has been idle
/// longest would walk through the connections in turn, a hidden round robin that spreads load evenly over the server's workers
/// and so flatters every server. All operations take constant time.
/// </summary>
internal sealed class IdleConnections(int capacity)
{
    private readonly int[] _slots = new int[capacity];

    /// <summary>How many connections are idle.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a connection that is not in the set.</summary>
    public void Add(int slot) => _slots[Count++] = slot;

    /// <summary>Takes a uniformly random idle connection; at least one must be idle.</summary>
    public int TakeRandom(SeededRandom random)
    {
        var index = random.NextBelow(Count);
        var slot = _slots[index];
        _slots[index] = _slots[--Count];
        return slot;
    }
}
