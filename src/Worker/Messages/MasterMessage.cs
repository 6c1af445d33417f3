namespace AppHost.Worker.Messages;

/// <summary>What the master tells a worker.</summary>
internal abstract record MasterMessage
{
    /// <summary>The first message.</summary>
    internal sealed record Assign(WorkerAssignment Assignment) : MasterMessage;

    /// <summary>Take nothing new, finish, leave. A second one can only shorten the times of the first.</summary>
    /// <param name="Linger">Milliseconds for which idle connections stay open to say <c>Connection: close</c> once more.</param>
    /// <param name="Timeout">Milliseconds after which what still runs is given up.</param>
    /// <param name="TakeBacklog">Accept first what waits in the kernel: the host stops, and no sibling will take it.</param>
    internal sealed record Drain(int Linger, int Timeout, bool TakeBacklog = false) : MasterMessage;

    /// <summary>Log files were moved away: open those of the same names.</summary>
    internal sealed record ReopenLogs : MasterMessage;

    /// <summary>Leave at once; running requests are lost.</summary>
    internal sealed record Quit : MasterMessage;
}
