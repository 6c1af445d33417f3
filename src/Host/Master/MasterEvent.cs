using AppHost.Worker.Messages;

namespace AppHost.Host.Master;

/// <summary>Something that happened. Signals, workers and timers do nothing themselves: they only enqueue these.</summary>
internal abstract record MasterEvent
{
    /// <summary>A worker said something.</summary>
    internal sealed record WorkerSpoke(long Key, WorkerMessage Message) : MasterEvent;

    /// <summary>What a worker said was no message; nothing more is received from it.</summary>
    internal sealed record WorkerUnintelligible(long Key, string Problem) : MasterEvent;

    /// <summary>A worker process has ended and its output is read to the end.</summary>
    /// <param name="ExitCode">128 + the number of the signal that killed it.</param>
    internal sealed record WorkerExited(long Key, int ExitCode) : MasterEvent;

    /// <summary>The host is to stop.</summary>
    /// <param name="Quick">At once; running requests are lost.</param>
    internal sealed record StopAsked(bool Quick) : MasterEvent;

    /// <summary>Configuration and code are to be loaded anew.</summary>
    /// <param name="Answer">Set when the reload has ended, one way or the other; continuations must not run on the setting thread.</param>
    internal sealed record ReloadAsked(TaskCompletionSource<ReloadOutcome>? Answer = null) : MasterEvent;

    /// <summary>An older generation is to serve again; without a reload on its way that is the one before, with one it is called off.</summary>
    /// <param name="Generation">Which one; null: the one before.</param>
    /// <param name="Answer">As with <see cref="ReloadAsked"/>.</param>
    internal sealed record RollbackAsked(int? Generation, TaskCompletionSource<ReloadOutcome>? Answer = null) : MasterEvent;

    /// <summary>Another number of workers is wanted.</summary>
    /// <param name="Workers">The number, or the change of it.</param>
    /// <param name="Relative">It is a change.</param>
    /// <param name="Answer">Takes the number that is wanted from now on.</param>
    internal sealed record ScaleAsked(int Workers, bool Relative = true, TaskCompletionSource<int>? Answer = null) : MasterEvent;

    /// <summary>Workers are to be replaced by fresh ones of the same generation.</summary>
    /// <param name="WorkerId">Which one; null: all, one after the other.</param>
    /// <param name="Answer">Set as soon as they are marked.</param>
    internal sealed record RecycleAsked(int? WorkerId, TaskCompletionSource<RecycleOutcome>? Answer = null) : MasterEvent;

    /// <summary>A worker is to take nothing new, finish what it has, and leave; the planner starts another at once.</summary>
    /// <param name="WorkerId">Which one.</param>
    /// <param name="Answer">Set as soon as it was told.</param>
    internal sealed record DrainAsked(int WorkerId, TaskCompletionSource<RecycleOutcome> Answer) : MasterEvent;

    /// <summary>Files that the host writes to were rotated.</summary>
    internal sealed record LogsRotated : MasterEvent;

    /// <summary>A newer binary of the host was asked to take over.</summary>
    internal sealed record UpgradeAsked : MasterEvent;

    /// <summary>What a reload or a rollback asked for is read, checked and bound.</summary>
    internal sealed record GenerationPrepared(PreparedGeneration Prepared) : MasterEvent;

    /// <summary>Private memory of workers was looked at.</summary>
    /// <param name="PrivateBytes">By the key of the worker.</param>
    internal sealed record MemorySampled(IReadOnlyDictionary<long, long> PrivateBytes) : MasterEvent;
}
