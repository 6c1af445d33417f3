using AppHost.Load.Http;

namespace AppHost.Load.Connections;

/// <summary>One connection of the set: its descriptor, its state and the request on it. Belongs to one thread.</summary>
internal sealed class Connection(int slot, int group)
{
    /// <summary>Its place in the set.</summary>
    public int Slot { get; } = slot;

    /// <summary>The group of connections it belongs to.</summary>
    public int Group { get; } = group;

    /// <summary>The descriptor, -1 when closed.</summary>
    public int Descriptor { get; set; } = -1;

    /// <summary>Grows with every close, so that an event left over from an earlier descriptor is recognised.</summary>
    public uint Generation { get; set; }

    /// <summary>The state, changed by <see cref="Apply"/> alone.</summary>
    public ConnectionState State { get; private set; }

    /// <summary>The request on it.</summary>
    public PendingRequest Request { get; set; }

    /// <summary>When that request was put on it.</summary>
    public long SentAt { get; set; }

    /// <summary>Whether the connection was open before that request.</summary>
    public bool Reused { get; set; }

    /// <summary>How many bytes of that request the kernel has taken.</summary>
    public int Sent { get; set; }

    /// <summary>Whether epoll reports when more can be sent.</summary>
    public bool WatchesOutput { get; set; }

    /// <summary>The response to that request.</summary>
    public ResponseParser Response { get; } = new();

    /// <summary>Changes the state.</summary>
    public void Apply(ConnectionEvent happened) => State = ConnectionStates.Next(State, happened);
}
