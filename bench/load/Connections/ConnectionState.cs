namespace AppHost.Load.Connections;

/// <summary>State of one connection of the set.</summary>
internal enum ConnectionState
{
    /// <summary>Not open; opened again by the next request on it.</summary>
    Closed,

    /// <summary>Being established, for a request.</summary>
    Connecting,

    /// <summary>A Unix listener's backlog is full; unlike TCP the kernel does not wait for us, so we try again.</summary>
    AwaitingBacklog,

    /// <summary>Open, without a request.</summary>
    Idle,

    /// <summary>A request is being sent or its response awaited.</summary>
    Exchanging,
}

/// <summary>What happens to a connection.</summary>
internal enum ConnectionEvent
{
    /// <summary>A request needs it open.</summary>
    Open,

    /// <summary>The listener's backlog is full.</summary>
    BacklogFull,

    /// <summary>It is established.</summary>
    Established,

    /// <summary>It was opened ahead of any request.</summary>
    OpenedAhead,

    /// <summary>A request is put on it.</summary>
    Request,

    /// <summary>The response is complete and the connection stays open.</summary>
    Answered,

    /// <summary>Either side closes it.</summary>
    Close,
}

/// <summary>The transition function of connections.</summary>
internal static class ConnectionStates
{
    /// <summary>The state after <paramref name="happened"/>.</summary>
    /// <exception cref="InvalidOperationException">It cannot happen in this state: a defect of the generator.</exception>
    public static ConnectionState Next(ConnectionState state, ConnectionEvent happened) => (state, happened) switch
    {
        (ConnectionState.Closed, ConnectionEvent.Open) => ConnectionState.Connecting,
        (ConnectionState.Closed, ConnectionEvent.OpenedAhead) => ConnectionState.Idle,
        (ConnectionState.Connecting, ConnectionEvent.BacklogFull) => ConnectionState.AwaitingBacklog,
        (ConnectionState.AwaitingBacklog, ConnectionEvent.Open) => ConnectionState.Connecting,
        (ConnectionState.Connecting, ConnectionEvent.Established) => ConnectionState.Exchanging,
        (ConnectionState.Idle, ConnectionEvent.Request) => ConnectionState.Exchanging,
        (ConnectionState.Exchanging, ConnectionEvent.Answered) => ConnectionState.Idle,
        (not ConnectionState.Closed, ConnectionEvent.Close) => ConnectionState.Closed,
        _ => throw new InvalidOperationException($"A connection that is {state} cannot see {happened}."),
    };
}
