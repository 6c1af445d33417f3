namespace AppHost.Host.Configuration;

/// <summary>What moves bytes between the kernel and Kestrel.</summary>
internal enum TransportKind
{
    /// <summary>The best one that the system has.</summary>
    Auto,

    /// <summary>Kestrel's own socket transport, behind the gate.</summary>
    Sockets,

    /// <summary>The worker's own epoll loop; Linux only.</summary>
    Epoll,
}
