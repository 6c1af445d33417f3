using System.Diagnostics;
using System.Net.Sockets;
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
    private readonly Socket _channel;

    public WorkerHandle(long key, int workerId, Generation generation, WorkerRegion region, Process process, Socket channel, WorkerOutput output)
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
    public void Send(MasterMessage message)
    {
        try
        {
            _channel.Send(MessageFormat.Write(message));
        }
        catch (SocketException)
        {
            // It has died or its buffer is full; its exit or its deadline says so.
        }
    }

    /// <summary>SIGKILL; nothing if it has ended. The runtime rules out that another process has its id by then.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Reads messages, pumps output and waits for the exit, each reported as an event.</summary>
    public async Task WatchAsync(Action<MasterEvent> report)
    {
        Task pump = Output.PumpAsync(_process.StandardOutput.BaseStream, _process.StandardError.BaseStream);
        Task receive = ReceiveAsync(report);
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

    private async Task ReceiveAsync(Action<MasterEvent> report)
    {
        var frames = new FrameReader();
        byte[] buffer = new byte[4096];
        try
        {
            for (int count; (count = await _channel.ReceiveAsync(buffer)) > 0;)
            {
                frames.Add(buffer.AsSpan(0, count), frame =>
                    report(new MasterEvent.WorkerSpoke(Key, MessageFormat.ReadWorkerMessage(frame))));
            }
        }
        catch (SocketException)
        {
            // It died with unread messages.
        }
        catch (ObjectDisposedException)
        {
            // The handle was disposed after the exit.
        }
    }
}
