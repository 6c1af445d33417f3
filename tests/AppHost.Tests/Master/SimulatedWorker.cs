using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;

namespace AppHost.Tests.Master;

/// <summary>A worker process of the simulation: what the master knows of it, and what it is going to do.</summary>
internal sealed class SimulatedWorker(long key, int id, int generation)
{
    public long Key => key;

    public int Id => id;

    public int Generation => generation;

    public WorkerState State { get; private set; } = WorkerState.Booting;

    public TimeSpan Deadline { get; set; }

    /// <summary>Its last heartbeat; it stops when the worker hangs.</summary>
    public TimeSpan Heartbeat { get; set; }

    public bool Hangs { get; set; }

    /// <summary>When it becomes READY, or fails to; null if it hangs.</summary>
    public TimeSpan? BootEndsAt { get; set; }

    public bool BootFails { get; init; }

    /// <summary>When its process ends by itself, drained or killed.</summary>
    public TimeSpan? ExitsAt { get; set; }

    /// <summary>Why it was told to leave; the first reason stands.</summary>
    public ExitReason? Reason { get; private set; }

    public WorkerView View => new(
        key, id, generation, State, State is WorkerState.Ready or WorkerState.Draining ? Heartbeat : null, Deadline);

    public bool Apply(WorkerTrigger trigger, ExitReason? reason = null)
    {
        WorkerState next = WorkerLife.Next(State, trigger);
        if (next == State) return false;
        State = next;
        Reason ??= reason;
        return true;
    }

    public override string ToString() => $"#{key} id {id} gen {generation} {State}";
}
