namespace AppHost.Worker.Scoreboard;

/// <summary>
/// Where a worker is in its life. Kept by the master, which alone decides, and shown by the worker on the scoreboard so
/// that siblings can tell who accepts. <c>WorkerLife</c> in the master holds the transitions.
/// </summary>
internal enum WorkerState
{
    /// <summary>The region of the scoreboard is not in use.</summary>
    None,

    /// <summary>The process was started and has not reported READY.</summary>
    Booting,

    /// <summary>It accepts connections.</summary>
    Ready,

    /// <summary>It accepts nothing new and finishes what it has.</summary>
    Draining,

    /// <summary>It was told to leave at once, or was killed; only its exit is awaited.</summary>
    Stopping,

    /// <summary>The process has ended.</summary>
    Exited,
}
