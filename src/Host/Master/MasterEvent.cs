using AppHost.Worker.Messages;

namespace AppHost.Host.Master;

/// <summary>Something that happened. Signals, workers and timers do nothing themselves: they only enqueue these.</summary>
internal abstract record MasterEvent
{
    /// <summary>A worker said something.</summary>
    internal sealed record WorkerSpoke(long Key, WorkerMessage Message) : MasterEvent;

    /// <summary>A worker process has ended and its output is read to the end.</summary>
    /// <param name="ExitCode">128 + the number of the signal that killed it.</param>
    internal sealed record WorkerExited(long Key, int ExitCode) : MasterEvent;

    /// <summary>SIGTERM or SIGINT: stop; a second SIGINT: at once.</summary>
    internal sealed record StopAsked(bool Quick) : MasterEvent;

    /// <summary>Configuration and code are to be loaded anew.</summary>
    /// <param name="Answer">Set when the reload has ended, one way or the other; continuations must not run on the setting thread.</param>
    internal sealed record ReloadAsked(TaskCompletionSource<ReloadOutcome>? Answer = null) : MasterEvent;

    /// <summary>Another number of workers is wanted.</summary>
    /// <param name="Workers">The number, or the change of it.</param>
    /// <param name="Relative">It is a change.</param>
    /// <param name="Answer">Takes the number that is wanted from now on.</param>
    internal sealed record ScaleAsked(int Workers, bool Relative = true, TaskCompletionSource<int>? Answer = null) : MasterEvent;

    /// <summary>What a reload asked for is read and checked.</summary>
    internal sealed record GenerationPrepared(PreparedGeneration Prepared) : MasterEvent;
}
