using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>What the planner sees of one worker process that has not exited.</summary>
/// <param name="Key">Names the process for the life of the master; never reused.</param>
/// <param name="Heartbeat">When its loop last turned; null if that says nothing now (booting, or held by a debugger).</param>
/// <param name="Deadline">When it must have left its present state.</param>
/// <param name="RecycleFor">Why it is to be replaced by a fresh one; null: it is not.</param>
internal sealed record WorkerView(
    long Key, int WorkerId, int Generation, WorkerState State, TimeSpan? Heartbeat, TimeSpan Deadline, ExitReason? RecycleFor = null);
