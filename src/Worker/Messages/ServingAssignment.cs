namespace AppHost.Worker.Messages;

/// <summary>How a worker serves. Durations in milliseconds, sizes in bytes.</summary>
internal sealed record ServingAssignment
{
    public required IReadOnlyList<ListenerAssignment> Listeners { get; init; }

    /// <summary>Connections on the worker's own event loop instead of on Kestrel's sockets.</summary>
    public required bool OwnLoop { get; init; }

    /// <summary>Null: the app's kind decides.</summary>
    public required string? WorkerClass { get; init; }

    /// <summary>Null, like <see cref="MaxThreads"/>: the app's kind decides.</summary>
    public required int? MinThreads { get; init; }

    public required int? MaxThreads { get; init; }

    /// <summary>Of each thread; 0: what the system gives.</summary>
    public int ThreadStack { get; init; }

    public required int AsyncLimit { get; init; }

    /// <summary>Classes of requests; the first that matches counts.</summary>
    public IReadOnlyList<ClassAssignment> Classes { get; init; } = [];

    /// <summary>A loop that is blocked for so long is logged; 0: not watched.</summary>
    public int LoopWatchdog { get; init; }

    /// <summary>Upgraded and streaming responses that hold no slot.</summary>
    public int StreamsMax { get; init; }

    /// <summary>T1; 0: off.</summary>
    public int DeadlineSlow { get; init; }

    /// <summary>T2; 0: off.</summary>
    public int DeadlineRequest { get; init; }

    /// <summary>T3; 0: off.</summary>
    public int DeadlineKill { get; init; }

    /// <summary>T2 and T3 wait until other requests want the slot.</summary>
    public bool DeadlineOnlyUnderPressure { get; init; }

    public required int? QueueLength { get; init; }

    public required int QueueTimeout { get; init; }

    public required QueuePolicy QueuePolicy { get; init; }

    public required int ShedStatus { get; init; }

    public required int RetryAfterMin { get; init; }

    public required int RetryAfterMax { get; init; }

    public required int KeepAliveTimeout { get; init; }

    /// <summary>A connection idle for so long leaves Kestrel; null: never.</summary>
    public int? Park { get; init; }

    /// <summary>The folder of the workers' mailboxes; null: connections stay in their workers.</summary>
    public string? Mailboxes { get; init; }

    public required int MaxRequestLine { get; init; }

    public required int MaxHeaders { get; init; }

    public required int MaxHeaderCount { get; init; }

    public required long MaxBody { get; init; }

    public required int BodyBuffer { get; init; }

    public required int ResponseBuffer { get; init; }

    /// <summary>Paths that the worker asks itself for before it is READY.</summary>
    public IReadOnlyList<string> WarmUp { get; init; } = [];

    /// <summary>What is written about each request.</summary>
    public AccessLogAssignment AccessLog { get; init; } = AccessLogAssignment.Off;

    /// <summary>How the host's own program is started: its file, and what comes before a verb.</summary>
    public IReadOnlyList<string> HostCommand { get; init; } = [];

    /// <summary>How long a worker whose master has died may finish its requests.</summary>
    public required int OrphanTimeout { get; init; }
}
