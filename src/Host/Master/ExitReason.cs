namespace AppHost.Host.Master;

/// <summary>Why a worker process ended. Each exit has one; it is logged and counted under this name.</summary>
internal enum ExitReason
{
    /// <summary>It ended unasked after it had been READY.</summary>
    Crash,

    /// <summary>It ended unasked before READY, or said that it could not boot.</summary>
    BootFailure,

    /// <summary>It was not READY within the boot timeout.</summary>
    BootTimeout,

    /// <summary>Its event loop stood still for longer than the heartbeat timeout.</summary>
    HeartbeatTimeout,

    /// <summary>It sent what is no message: it could not tell any more that it drains or fails.</summary>
    Unintelligible,

    /// <summary>A request of it ran past <c>deadline.kill</c>.</summary>
    Deadline,

    /// <summary>It drained for longer than the graceful timeout.</summary>
    GracefulTimeout,

    /// <summary>Somebody else sent it SIGTERM.</summary>
    Terminated,

    /// <summary>There were more workers than wanted.</summary>
    ScaleDown,

    /// <summary>A newer generation took over.</summary>
    Reload,

    /// <summary>Its generation failed and the older one goes on.</summary>
    Rollback,

    /// <summary>The host stops.</summary>
    Stop,

    /// <summary>Recycled: it had served the configured number of requests.</summary>
    Requests,

    /// <summary>Recycled: it had reached the configured age.</summary>
    Age,

    /// <summary>Recycled: at a configured time of day.</summary>
    TimeOfDay,

    /// <summary>Recycled: its private memory was above the soft limit several times in a row.</summary>
    Memory,

    /// <summary>Recycled: its private memory was above the hard limit.</summary>
    MemoryHard,

    /// <summary>Recycled: somebody asked for it.</summary>
    Recycle,

    /// <summary>Somebody asked that it drain at once.</summary>
    Drain,

    /// <summary>An ASP.NET Core app stopped its own host, as the framework does for it when a background service throws.</summary>
    AppStopped,
}
