using System.Diagnostics;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>
/// What the master knows of one worker process, and how it speaks to it. State changes on the master's loop only; sending
/// and killing never block.
/// </summary>
internal sealed class WorkerHandle : IDisposable
{
    private readonly Process _process;
    private readonly WorkerChannel _channel;

    public WorkerHandle(long key, int workerId, Generation generation, WorkerRegion region, Process process, WorkerChannel channel, WorkerOutput output)
    {
        Key = key;
        WorkerId = workerId;
        Generation = generation;
        Region = region;
        _process = process;
        _channel = channel;
        Output = output;
        ProcessId = process.Id;
    }

    /// <summary>Names the process for the life of the master; never reused.</summary>
    public long Key { get; }

    public int WorkerId { get; }

    public int ProcessId { get; }

    public Generation Generation { get; }

    public WorkerRegion Region { get; }

    public WorkerOutput Output { get; }

    public WorkerState State { get; private set; } = WorkerState.Booting;

    /// <summary>When it must have left its present state.</summary>
    public TimeSpan Deadline { get; set; }

    /// <summary>When it was started.</summary>
    public required TimeSpan StartedAt { get; init; }

    /// <summary>When it reported READY; null before.</summary>
    public TimeSpan? ReadyAt { get; set; }

    /// <summary>Why it was told to leave; the first reason stands.</summary>
    public ExitReason? Reason { get; private set; }

    /// <summary>Why it is to be replaced by a fresh one; null: it is not.</summary>
    public ExitReason? RecycleFor { get; set; }

    /// <summary>-1 to 1: moves its limits for recycling, so that workers started together do not leave together.</summary>
    public double Jitter { get; } = (Random.Shared.NextDouble() * 2) - 1;

    /// <summary>Its private memory when it was last looked at; 0: never.</summary>
    public long PrivateBytes { get; set; }

    /// <summary>Samples in a row above the soft limit.</summary>
    public int SamplesOverSoft { get; set; }

    /// <summary>When a debugger was last seen to hold it: its own clocks count from then.</summary>
    public TimeSpan HeldAt { get; set; } = TimeSpan.MinValue;

    /// <summary>When its loop last turned; null while that says nothing yet, or nothing any more.</summary>
    public TimeSpan? Heartbeat
    {
        get
        {
            long nanoseconds = Region.Heartbeat;
            if (State is not (WorkerState.Ready or WorkerState.Draining) || nanoseconds == 0) return null;
            TimeSpan last = TimeSpan.FromTicks(nanoseconds / 100);
            return last > HeldAt ? last : HeldAt;
        }
    }

    /// <summary>What it said when it could not boot.</summary>
    public WorkerMessage.Failed? BootFailure { get; set; }

    /// <summary>Moves it on; false when the trigger means nothing in its state.</summary>
    public bool Apply(WorkerTrigger trigger, ExitReason? reason = null)
    {
        WorkerState next = WorkerLife.Next(State, trigger);
        if (next == State) return false;
        State = next;
        Reason ??= reason;
        return true;
    }

    /// <summary>Sends a message; a worker that no longer reads is found by its deadline.</summary>
    public void Send(MasterMessage message) => _channel.Send(message);

    /// <summary>SIGKILL; nothing if it has ended. The runtime rules out that another process has its id by then.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Reads messages, pumps output and waits for the exit, each reported as an event.</summary>
    public async Task WatchAsync(Action<MasterEvent> report)
    {
        Task pump = Output.PumpAsync(_process.StandardOutput.BaseStream, _process.StandardError.BaseStream);
        Task receive = _channel.ReceiveAsync(
            message => report(new MasterEvent.WorkerSpoke(Key, message)),
            problem => report(new MasterEvent.WorkerUnintelligible(Key, problem)));
        await _process.WaitForExitAsync();
        // A grandchild may hold the pipes open for ever; the worker's own last words are there at once.
        await Task.WhenAny(Task.WhenAll(pump, receive), Task.Delay(TimeSpan.FromMilliseconds(500)));
        report(new MasterEvent.WorkerExited(Key, _process.ExitCode));
    }

    public void Dispose()
    {
        _channel.Dispose();
        _process.Dispose();
    }
}
