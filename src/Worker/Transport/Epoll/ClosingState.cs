namespace AppHost.Worker.Transport.Epoll;

/// <summary>How far the end of a connection has come. Loop thread only; it only moves downwards in this list, and from Open alone to Detached.</summary>
internal enum ClosingState
{
    Open,

    /// <summary>Our side is shut, and what the client still sends is received and forgotten.</summary>
    Lingering,

    /// <summary>The descriptor is closed.</summary>
    Closed,

    /// <summary>The descriptor is open and somebody else's: the connection was idle and has left Kestrel.</summary>
    Detached,
}
