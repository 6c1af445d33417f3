using AppHost.Worker.Stacks;

namespace AppHost.Worker.Dispatch.Deadlines;

/// <summary>What a <see cref="RequestWatch"/> needs besides the requests.</summary>
internal sealed record WatchOptions
{
    /// <summary>Reads stacks for the log.</summary>
    public required IStackSource Stacks { get; init; }

    /// <summary>The loop counts as blocked after so many nanoseconds; 0: never.</summary>
    public long LoopLimit { get; init; }

    /// <summary>A free loop turns at least once in so many nanoseconds.</summary>
    public long LoopSleep { get; init; }

    /// <summary>The managed id of the loop's thread.</summary>
    public int LoopThread { get; init; }

    /// <summary>The shortest step of all deadlines, in nanoseconds; 0: there is none.</summary>
    public long ShortestStep { get; init; }

    /// <summary>Called once, on the watch's thread: a request is stuck, and the worker is to be replaced.</summary>
    public Action<string> OnStuck { get; init; } = static _ => { };

    /// <summary>Called once, on the watch's thread: the worker drains, and only stuck requests keep it.</summary>
    public Action OnOnlyStuckLeft { get; init; } = static () => { };
}
