namespace AppHost.Host.Configuration;

/// <summary>Which transport <c>auto</c> stands for. Pure.</summary>
internal static class TransportSelection
{
    /// <summary>True for the worker's own event loop, false for Kestrel's sockets.</summary>
    /// <param name="kind">As configured.</param>
    /// <param name="hasEpoll">The system is Linux.</param>
    /// <remarks>
    /// The loop serves every worker class, because a small request costs less on it under each of them (docs/performance.md).
    /// </remarks>
    public static bool UsesOwnLoop(this TransportKind kind, bool hasEpoll) => hasEpoll && kind is not TransportKind.Sockets;
}
