using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>The life of a worker: its states and what leads from one to the next.</summary>
internal static class WorkerLife
{
    /// <summary>
    /// The one transition function. A trigger that means nothing in a state leaves it as it is: messages cross on their
    /// way, and a READY that was sent before the order to drain arrives after it.
    /// </summary>
    public static WorkerState Next(WorkerState state, WorkerTrigger trigger) => (state, trigger) switch
    {
        (WorkerState.Booting, WorkerTrigger.Ready) => WorkerState.Ready,
        (WorkerState.Ready, WorkerTrigger.Drain) => WorkerState.Draining,
        // It has nothing to drain yet.
        (WorkerState.Booting, WorkerTrigger.Drain) => WorkerState.Stopping,
        (WorkerState.Booting or WorkerState.Ready or WorkerState.Draining, WorkerTrigger.Stop) => WorkerState.Stopping,
        (not WorkerState.None, WorkerTrigger.Exit) => WorkerState.Exited,
        _ => state,
    };

    /// <summary>Will serve soon or does so: counts as one of the wanted N.</summary>
    public static bool IsLive(this WorkerState state) => state is WorkerState.Booting or WorkerState.Ready;
}
