namespace AppHost.Host.Master;

/// <summary>What the host as a whole is at.</summary>
internal enum HostState
{
    /// <summary>Not all workers of the first generation have been READY yet.</summary>
    Starting,

    /// <summary>It serves.</summary>
    Serving,

    /// <summary>It was told to stop; during the shutdown delay it serves on, and is not ready any more for load balancers.</summary>
    Stopping,
}
