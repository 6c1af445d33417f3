namespace AppHost.Worker.Transport.Parking;

/// <summary>What becomes of a request that has arrived on an idle connection.</summary>
internal enum ReadableDecision
{
    /// <summary>It is read here; if no slot is free it waits parsed, in the worker class's own queue.</summary>
    Read,

    /// <summary>A sibling with a free slot gets its connection, unread.</summary>
    Push,

    /// <summary>A sibling where fewer requests wait gets its connection, unread, to wait there.</summary>
    Relieve,

    /// <summary>It waits unread.</summary>
    Wait,

    /// <summary>It is read to be refused.</summary>
    Refuse,
}
