using AppHost.Host.Binding;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>
/// The master as others may see it, published after each turn of its loop: immutable, so that readers on other threads need
/// no lock and the loop never waits for one.
/// </summary>
/// <param name="At">Monotonic time of the turn; an old one means that the loop stands still.</param>
/// <param name="WorkerClass">As the workers say; null before the first is READY.</param>
/// <param name="Listeners">Where the serving generation listens; for their addresses only.</param>
/// <param name="Wanted">N.</param>
/// <param name="Preparing">A reload is reading configuration and app.</param>
/// <param name="LastReload">How the last reload ended; null before the first.</param>
/// <param name="Failures">Failures in a row; the next worker waits for them.</param>
/// <param name="HasFailed">The breaker has tripped: workers of the serving generation do not boot.</param>
/// <param name="NoSpawnBefore">Until then.</param>
internal sealed record HostView(
    TimeSpan At,
    HostState State,
    int Generation,
    int Wanted,
    string? WorkerClass,
    ListenerSet Listeners,
    IReadOnlyList<GenerationView> Generations,
    IReadOnlyList<WorkerHandleView> Workers,
    bool Preparing,
    Rollout? Rollout,
    ReloadEnd? LastReload,
    PastWorkers Past,
    int Failures,
    bool HasFailed,
    TimeSpan NoSpawnBefore)
{
    /// <summary>The share of requests that was turned away in the last 10 s, 0 to 1.</summary>
    public double ShedShare { get; init; }

    /// <summary>The highest load so far.</summary>
    public HighWaterMarks Most { get; init; }
}

/// <summary>
/// The most requests of all workers together that ran and that waited, as seen at the turns of the master's loop: at least once a second,
/// and never less than what one worker alone has noted.
/// </summary>
internal readonly record struct HighWaterMarks(int Busy, int Queued)
{
    /// <summary>These, or higher ones.</summary>
    public HighWaterMarks Or(HighWaterMarks other) => new(Math.Max(Busy, other.Busy), Math.Max(Queued, other.Queued));
}

/// <summary>One generation that serves, comes, has workers, or is kept for a rollback.</summary>
/// <param name="App">The path of its DLL.</param>
internal sealed record GenerationView(int Number, string App, GenerationState State);

/// <summary>One worker process that has not exited.</summary>
/// <param name="Since">When it was started.</param>
/// <param name="Leaving">Why it was told to leave; null if it was not.</param>
/// <param name="Region">Its part of the scoreboard, valid while its process id is there.</param>
internal sealed record WorkerHandleView(
    int WorkerId, int ProcessId, int Generation, WorkerState State, TimeSpan Since, TimeSpan? ReadyAt, ExitReason? Leaving, WorkerRegion Region)
{
    /// <summary>The names of its classes of requests, in the order of its configuration.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];
}
