namespace AppHost.Tests.Transport;

/// <summary>What is under Kestrel.</summary>
public enum Transports
{
    /// <summary>The worker's own event loop.</summary>
    Epoll,

    /// <summary>Kestrel's sockets.</summary>
    Sockets,
}
