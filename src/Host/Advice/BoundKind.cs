namespace AppHost.Host.Advice;

/// <summary>What can limit the requests a second of a host.</summary>
internal enum BoundKind
{
    /// <summary>Time of the cores.</summary>
    Cpu,

    /// <summary>Slots: requests that run at once.</summary>
    Concurrency,

    /// <summary>Memory of the workers.</summary>
    Memory,

    /// <summary>Something outside the host: connections of a database.</summary>
    Outside,
}
