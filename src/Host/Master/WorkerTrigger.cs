namespace AppHost.Host.Master;

/// <summary>What moves a worker from one state to the next.</summary>
internal enum WorkerTrigger
{
    /// <summary>It reported READY.</summary>
    Ready,

    /// <summary>It was told to drain, or does so by itself.</summary>
    Drain,

    /// <summary>It was told to leave at once, or was killed.</summary>
    Stop,

    /// <summary>Its process has ended.</summary>
    Exit,
}
