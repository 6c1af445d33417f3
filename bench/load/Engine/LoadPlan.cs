using AppHost.Load.Arrivals;
using AppHost.Load.Connections;

namespace AppHost.Load.Engine;

/// <summary>When requests start: the open loop does not wait for answers, the closed loop does.</summary>
internal abstract record Pacing;

/// <summary>So many requests per second, whatever the server does.</summary>
internal sealed record OpenLoop(double Rate, ArrivalKind Arrivals) : Pacing;

/// <summary>Every connection sends its next request after the answer and a uniformly random pause.</summary>
internal sealed record ClosedLoop(TimeSpan ThinkMin, TimeSpan ThinkMax) : Pacing;

/// <summary>Everything a run does, complete and valid. Immutable.</summary>
internal sealed record LoadPlan
{
    /// <summary>The server.</summary>
    public required Target Target { get; init; }

    /// <summary>The paths and their shares.</summary>
    public required IReadOnlyList<WeightedPath> Paths { get; init; }

    /// <summary>Open or closed loop.</summary>
    public required Pacing Pacing { get; init; }

    /// <summary>The method of every request.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Size of every request's body in bytes.</summary>
    public int BodyBytes { get; init; }

    /// <summary>Further header fields.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>How many kept connections; with <see cref="Fresh"/>, how many may be open at once.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Whether every request has a connection of its own.</summary>
    public bool Fresh { get; init; }

    /// <summary>Unequal use of the connections, or null.</summary>
    public Skew? Skew { get; init; }

    /// <summary>From the intended start: then the client gives up.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Load before the measured window.</summary>
    public TimeSpan Warmup { get; init; }

    /// <summary>Length of the measured window.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most requests in the measured window, or null.</summary>
    public long? Requests { get; init; }

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many threads share the load.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// So long before a request is due the thread polls instead of sleeping. About as long as a wake-up takes, it costs hardly more CPU
    /// than the sleep it replaces and makes the start exact.
    /// </summary>
    public TimeSpan Spin { get; init; } = TimeSpan.FromMicroseconds(30);

    /// <summary>Whether every request is kept for a file or for the ideal queue.</summary>
    public bool KeepsLog { get; init; }
}
