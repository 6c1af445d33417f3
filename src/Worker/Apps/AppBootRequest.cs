using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Apps;

/// <summary>What a worker needs to bring its app up. Immutable.</summary>
internal sealed record AppBootRequest
{
    /// <summary>Absolute path of the DLL.</summary>
    public required string Path { get; init; }

    /// <summary><see cref="HandlerApp.Handler"/>.</summary>
    public required HandlerClass Handler { get; init; }

    /// <summary><see cref="HandlerApp.ServicesClass"/>.</summary>
    public required string? ServicesClass { get; init; }

    /// <summary>The <c>app:</c> section, flattened.</summary>
    public required IReadOnlyDictionary<string, string?> Configuration { get; init; }

    /// <summary>What followed <c>--</c>.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Registered as a service.</summary>
    public required IWorkerInfo Worker { get; init; }

    /// <summary>Registered as a service; the caller keeps it.</summary>
    public required ILoggerFactory LoggerFactory { get; init; }
}
