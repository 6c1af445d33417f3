namespace AppHost.Bench.Contestants;

/// <summary>How a server runs several requests at once.</summary>
internal enum Concurrency
{
    /// <summary>It runs no code of its user.</summary>
    None,

    /// <summary>One event loop in each process; blocking code stops it.</summary>
    EventLoop,

    /// <summary>One request in each process.</summary>
    Processes,

    /// <summary>Several threads in each of several processes.</summary>
    Threads,

    /// <summary>One process that has as many threads as it likes.</summary>
    OneProcess,
}
