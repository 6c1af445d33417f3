namespace AppHost.Worker.Transport.Epoll;

/// <summary>How far the end of a connection has come. Loop thread only; it only moves downwards in this list.</summary>
internal enum ClosingState
{
    Open,

    /// <summary>Our side is shut, and what the client still sends is received and forgotten.</summary>
    Lingering,

    /// <summary>The descriptor is closed.</summary>
    Closed,
}
