using AppHost.Host.Binding;
using AppHost.Host.Configuration.Classes;

namespace AppHost.Host.Configuration;

/// <summary>All settings of one generation, resolved and valid. Immutable.</summary>
internal sealed record HostSettings
{
    public required AppSettings App { get; init; }

    /// <summary>Names the run folder and shows in logs; by default the app's file name without its ending.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<BindAddress> Bind { get; init; }

    public required int Backlog { get; init; }

    public required TransportKind Transport { get; init; }

    public required int Workers { get; init; }

    /// <summary>Null: the app's kind decides.</summary>
    public required string? WorkerClass { get; init; }

    /// <summary>Null: the app's kind decides.</summary>
    public required ThreadRange? Threads { get; init; }

    /// <summary>Bytes of a thread's stack; null: what the system gives.</summary>
    public required int? ThreadStack { get; init; }

    public required int AsyncLimit { get; init; }

    public required QueueSettings Queue { get; init; }

    /// <summary>Classes of requests; the first that matches counts.</summary>
    public required IReadOnlyList<RequestClass> Classes { get; init; }

    /// <summary>Their names, in the same order.</summary>
    public IReadOnlyList<string> ClassNames => [.. Classes.Select(requests => requests.Name)];

    /// <summary>Upgraded and streaming responses of a worker that hold no slot.</summary>
    public required int StreamsMax { get; init; }

    /// <summary>A loop that is blocked for so long is logged; zero: not watched.</summary>
    public required TimeSpan LoopWatchdog { get; init; }

    public required DeadlineSettings Deadline { get; init; }

    public required TimeSpan BootTimeout { get; init; }

    public required TimeSpan HeartbeatTimeout { get; init; }

    public required DrainSettings Drain { get; init; }

    public required TimeSpan KeepAliveTimeout { get; init; }

    /// <summary>Idle for so long, a connection leaves Kestrel; null: never.</summary>
    public required TimeSpan? Park { get; init; }

    /// <summary>Workers give each other idle connections.</summary>
    public required bool HandOff { get; init; }

    public required LimitSettings Limits { get; init; }

    public required ReloadSettings Reload { get; init; }

    public required ReleaseSettings Release { get; init; }

    /// <summary>Paths that a worker asks itself for before it is READY.</summary>
    public required IReadOnlyList<string> WarmUp { get; init; }

    public required RecycleSettings Recycle { get; init; }

    public required CrashSettings Crash { get; init; }

    public required string? PidFile { get; init; }

    public required ControlSettings Control { get; init; }

    public required LogSettings Log { get; init; }

    public required AccessLogSettings AccessLog { get; init; }
}
