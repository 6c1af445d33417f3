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

    /// <summary>SIGHUP: load configuration and code anew.</summary>
    internal sealed record ReloadAsked : MasterEvent;

    /// <summary>SIGTTIN and SIGTTOU: one worker more or fewer.</summary>
    internal sealed record ScaleAsked(int Change) : MasterEvent;

    /// <summary>So many workers are wanted.</summary>
    internal sealed record CountAsked(int Workers) : MasterEvent;

    /// <summary>What a reload asked for is read and checked.</summary>
    internal sealed record GenerationPrepared(PreparedGeneration Prepared) : MasterEvent;
}
