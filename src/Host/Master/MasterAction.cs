namespace AppHost.Host.Master;

/// <summary>One thing that the planner wants done.</summary>
internal abstract record MasterAction
{
    /// <summary>Start a worker.</summary>
    internal sealed record Spawn(int Generation, int WorkerId) : MasterAction;

    /// <summary>Tell a worker to finish and leave.</summary>
    internal sealed record Drain(long Key, ExitReason Reason) : MasterAction;

    /// <summary>Tell a worker to leave at once.</summary>
    internal sealed record Quit(long Key, ExitReason Reason) : MasterAction;

    /// <summary>SIGKILL.</summary>
    internal sealed record Kill(long Key, ExitReason Reason) : MasterAction;

    /// <summary>The reload enters its next stage.</summary>
    internal sealed record Advance(RolloutStage Stage) : MasterAction;

    /// <summary>The new generation has taken over.</summary>
    internal sealed record CompleteRollout : MasterAction;

    /// <summary>The shutdown delay is over.</summary>
    internal sealed record BeginStop : MasterAction;

    /// <summary>All workers have gone and the host was to stop.</summary>
    internal sealed record Finish : MasterAction;
}
