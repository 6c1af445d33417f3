using AppHost.Host.Binding;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Configuration;

/// <summary>All settings of one generation, resolved and valid. Immutable.</summary>
internal sealed record HostSettings
{
    public required AppSettings App { get; init; }

    /// <summary>Names the run folder and shows in logs; by default the app's file name without its ending.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<BindAddress> Bind { get; init; }

    public required int Backlog { get; init; }

    public required int Workers { get; init; }

    /// <summary>Null: the app's kind decides.</summary>
    public required string? WorkerClass { get; init; }

    /// <summary>Null: the app's kind decides.</summary>
    public required ThreadRange? Threads { get; init; }

    public required int AsyncLimit { get; init; }

    public required QueueSettings Queue { get; init; }

    public required TimeSpan BootTimeout { get; init; }

    public required TimeSpan HeartbeatTimeout { get; init; }

    public required DrainSettings Drain { get; init; }

    public required TimeSpan KeepAliveTimeout { get; init; }

    public required LimitSettings Limits { get; init; }

    public required ReloadSettings Reload { get; init; }

    public required CrashSettings Crash { get; init; }

    public required string? PidFile { get; init; }

    public required LogSettings Log { get; init; }
}

/// <summary>The app and what it is given.</summary>
internal sealed record AppSettings
{
    /// <summary>Absolute path of a .dll, a .csproj or a folder.</summary>
    public required string Path { get; init; }

    public required string? Handler { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Absolute; null: the folder of the app's DLL.</summary>
    public required string? WorkingDirectory { get; init; }

    /// <summary>From <c>env</c> over <c>env-file</c>; not the host's own environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The app's own keys of the <c>app:</c> section, flattened with colons as IConfiguration has them.</summary>
    public required IReadOnlyDictionary<string, string?> Configuration { get; init; }
}

/// <summary>Threads of a worker; both at least 1, Min not above Max.</summary>
internal readonly record struct ThreadRange(int Min, int Max);

/// <summary>Requests that wait for a slot, and what those are told that cannot wait.</summary>
internal sealed record QueueSettings(
    int? Length, TimeSpan Timeout, QueuePolicy Policy, int ShedStatus, TimeSpan RetryAfterMin, TimeSpan RetryAfterMax);

/// <summary>How long leaving workers may take.</summary>
internal sealed record DrainSettings(
    TimeSpan GracefulStop, TimeSpan GracefulReload, TimeSpan LingerStop, TimeSpan LingerReload, TimeSpan ShutdownDelay);

/// <summary>HTTP limits; sizes in bytes.</summary>
internal sealed record LimitSettings(
    int RequestLine, int Headers, int HeaderCount, long Body, int BodyBuffer, int ResponseBuffer);

/// <summary>How a reload goes.</summary>
/// <param name="Surge">More workers than N while it goes; at least 1, already computed from a percentage.</param>
/// <param name="Bake">How long the first new worker serves before the others follow.</param>
internal sealed record ReloadSettings(int Surge, TimeSpan Bake);

/// <summary>Delay before a dead worker's replacement: doubles from Min to Max, forgotten after Reset of stability.</summary>
internal sealed record CrashSettings(TimeSpan BackoffMin, TimeSpan BackoffMax, TimeSpan BackoffReset);

/// <summary>The host's own log.</summary>
internal sealed record LogSettings(LogLevel Level, LogFormat Format);

/// <summary>How log records are written.</summary>
internal enum LogFormat
{
    Text,
    Json,
}
