using System.Threading.Channels;
using AppHost.Host.Configuration;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Master;

/// <summary>
/// Keeps N workers of the wanted generation serving. One loop: take an event, note what it changes, ask the
/// <see cref="Planner"/>, do what it says. It runs no user code and never waits for a worker, a client or a log.
/// </summary>
internal sealed partial class Master(MasterOptions options, Spawner spawner, ILogger<Master> logger) : IDisposable
{
    /// <summary>Heartbeats are looked at this often when nothing else happens.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>How long a worker that was told to leave at once may take.</summary>
    private static readonly TimeSpan QuitPatience = TimeSpan.FromSeconds(2);

    /// <summary>A worker ends by itself when its drain time is up; only then is it killed.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(3);

    private readonly ILogger _logger = logger;
    private readonly Channel<MasterEvent> _events = Channel.CreateUnbounded<MasterEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Fleet _fleet = new();
    private readonly Dictionary<int, Generation> _generations = new() { [options.First.Number] = options.First };
    private readonly CancellationTokenSource _ending = new();
    private Target _target = new(
        options.First.Number, options.First.Settings.Workers, null, StopMode.None, TimeSpan.Zero, Environment.ProcessorCount,
        options.First.Settings.HeartbeatTimeout);
    private int _lastGeneration = options.First.Number;
    private bool _preparing;
    private bool _reloadAgain;
    private bool _reloadAfterRollout;
    private int _workersBeforeRoll;
    private bool _everReady;
    private WorkerMessage.Ready? _lastReady;
    private bool _stopPutOff;
    private bool _finished;
    private int _failures;
    private int _exitCode;
    private TimeSpan _heartbeatsCountFrom;

    private static TimeSpan Now => TimeSpan.FromTicks(MonotonicClock.Nanoseconds / 100);

    private Generation Current => _generations[_target.Generation];

    /// <summary>Serves until it is told to stop, or the first generation cannot boot.</summary>
    /// <returns>The exit code of the host.</returns>
    public async Task<int> RunAsync()
    {
        MasterSignals.Register(Report);
        TimeSpan lastTurn = Now;
        while (!_finished)
        {
            TimeSpan now = Now;
            NoticeStandstill(now - lastTurn, now);
            lastTurn = now;
            while (_events.Reader.TryRead(out MasterEvent? next)) Note(next, now);
            Act(now);
            if (!_finished) await WaitAsync(now);
        }

        await _ending.CancelAsync();
        return _exitCode;
    }

    /// <summary>Something odd that hinders nothing.</summary>
    public void Warn(string warning) => LogWarning(warning);

    public void Dispose() => _ending.Dispose();

    private void Report(MasterEvent happened) => _events.Writer.TryWrite(happened);

    private async Task WaitAsync(TimeSpan now)
    {
        TimeSpan wait = LongestWait;
        if (Planner.NextChange(_target, View(now), now) is { } change && change - now < wait) wait = change - now;
        using var timer = new CancellationTokenSource(wait);
        try
        {
            await _events.Reader.WaitToReadAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            // Time for a deadline or a look at the heartbeats.
        }
    }

    /// <summary>The machine slept, or the master was stopped: then everybody's heartbeat is old, and means nothing yet.</summary>
    private void NoticeStandstill(TimeSpan gap, TimeSpan now)
    {
        if (gap > LongestWait + TimeSpan.FromSeconds(2)) _heartbeatsCountFrom = now + _target.HeartbeatTimeout;
    }

    private IReadOnlyList<WorkerView> View(TimeSpan now) => _fleet.View(heartbeatsCount: now >= _heartbeatsCountFrom);

    private void Act(TimeSpan now)
    {
        // An action can make the next one possible; the bound is only against a planner that never comes to rest.
        for (int round = 0; round < 16; round++)
        {
            IReadOnlyList<MasterAction> actions = Planner.Plan(_target, View(now), now);
            if (actions.Count == 0) return;
            foreach (MasterAction action in actions) Execute(action, now);
            if (_finished) return;
        }
    }

    private void Note(MasterEvent happened, TimeSpan now)
    {
        switch (happened)
        {
            case MasterEvent.WorkerSpoke spoke when _fleet.Find(spoke.Key) is { } worker: NoteMessage(worker, spoke.Message, now); break;
            case MasterEvent.WorkerExited exited when _fleet.Find(exited.Key) is { } worker: NoteExit(worker, exited.ExitCode, now); break;
            case MasterEvent.StopAsked stop: NoteStop(stop.Quick ? StopMode.Quick : StopMode.Graceful, now); break;
            case MasterEvent.ReloadAsked: NoteReload(); break;
            case MasterEvent.ScaleAsked scale: NoteScale(scale.Change, now); break;
            case MasterEvent.GenerationPrepared prepared: NotePrepared(prepared.Prepared, now); break;
        }
    }

    private void NoteMessage(WorkerHandle worker, WorkerMessage message, TimeSpan now)
    {
        switch (message)
        {
            case WorkerMessage.Ready ready when worker.Apply(WorkerTrigger.Ready):
                worker.ReadyAt = now;
                worker.Deadline = TimeSpan.MaxValue;
                LogWorkerReady(worker.WorkerId, worker.ProcessId, worker.Generation.Number, (long)(now - worker.StartedAt).TotalMilliseconds);
                _lastReady = ready;
                AnnounceWhenComplete(now);
                break;
            case WorkerMessage.Failed failed:
                worker.BootFailure = failed;
                break;
            case WorkerMessage.Leaving when worker.State is WorkerState.Ready:
                Drain(worker, ExitReason.Terminated, now);
                break;
        }
    }

    /// <summary>The one line that users wait for.</summary>
    private void AnnounceWhenComplete(TimeSpan now)
    {
        if (_everReady || _lastReady is not { } ready || _fleet.Workers.Count(w => w.State is WorkerState.Ready) < _target.Workers) return;
        _everReady = true;
        LogListening(
            string.Join(", ", options.Listeners.Select(l => l.DisplayText)),
            ready.WorkerClass, _target.Workers, ready.Slots, Environment.ProcessId, (long)(now - options.StartedAt).TotalMilliseconds);
    }

    private void NoteStop(StopMode mode, TimeSpan now)
    {
        if (mode <= _target.Stop || IsPutOff(mode)) return;
        _target = _target with { Stop = mode, Rollout = null };
        LogStopping(mode, _fleet.Workers.Count);
        // Held open any longer, the socket would take connections into a queue that nobody serves. Workers empty it before
        // they close theirs.
        options.Listeners.Dispose();
        // Those that left already had the time of a reload, which may be longer than the host has now.
        foreach (WorkerHandle worker in _fleet.Workers.Where(w => w.State is WorkerState.Draining)) TellToDrain(worker, now);
    }

    /// <summary>The first request to stop is put off by the shutdown delay; a second one ends the delay.</summary>
    private bool IsPutOff(StopMode mode)
    {
        TimeSpan delay = Current.Settings.Drain.ShutdownDelay;
        if (mode is not StopMode.Graceful || _stopPutOff || delay == TimeSpan.Zero) return false;
        _stopPutOff = true;
        LogStopPutOff((long)delay.TotalMilliseconds);
        _ = StopAfterAsync(delay);
        return true;
    }

    private async Task StopAfterAsync(TimeSpan delay)
    {
        await Task.Delay(delay, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Report(new MasterEvent.StopAsked(Quick: false));
    }

    private void NoteScale(int change, TimeSpan now)
    {
        int workers = Math.Clamp(_target.Workers + change, 1, ScoreboardLayout.Regions / 4);
        if (workers == _target.Workers) return;
        _target = _target with { Workers = workers };
        LogScaled(workers);
        // Fewer may already be ready.
        AnnounceWhenComplete(now);
    }

    private void Execute(MasterAction action, TimeSpan now)
    {
        switch (action)
        {
            case MasterAction.Spawn spawn: Spawn(spawn, now); break;
            case MasterAction.Drain drain: Drain(_fleet.Find(drain.Key)!, drain.Reason, now); break;
            case MasterAction.Quit quit: Quit(_fleet.Find(quit.Key)!, quit.Reason, now); break;
            case MasterAction.Kill kill: Kill(_fleet.Find(kill.Key)!, kill.Reason, now); break;
            case MasterAction.Advance advance: Advance(advance.Stage, now); break;
            case MasterAction.CompleteRollout: CompleteRollout(); break;
            case MasterAction.Finish: _finished = true; break;
        }
    }

    private void Spawn(MasterAction.Spawn spawn, TimeSpan now)
    {
        try
        {
            WorkerHandle worker = spawner.Spawn(
                _fleet.NextKey(), spawn.WorkerId, _fleet.FreeRegion(), _generations[spawn.Generation], checkOnly: false, now);
            _fleet.Add(worker);
            _ = worker.WatchAsync(Report);
        }
        catch (Exception exception) when (exception is IOException or System.ComponentModel.Win32Exception or ArgumentOutOfRangeException)
        {
            LogSpawnFailed(spawn.WorkerId, exception.Message);
            BackOff(now);
        }
    }

    private void Drain(WorkerHandle worker, ExitReason reason, TimeSpan now)
    {
        if (worker.State is WorkerState.Booting)
        {
            Quit(worker, reason, now);
            return;
        }

        if (!worker.Apply(WorkerTrigger.Drain, reason)) return;
        TellToDrain(worker, now);
        LogDraining(worker.WorkerId, worker.ProcessId, reason);
    }

    private void TellToDrain(WorkerHandle worker, TimeSpan now)
    {
        bool stopping = _target.Stop is not StopMode.None;
        DrainSettings drain = worker.Generation.Settings.Drain;
        (TimeSpan linger, TimeSpan timeout) = stopping ? (drain.LingerStop, drain.GracefulStop) : (drain.LingerReload, drain.GracefulReload);
        TimeSpan deadline = now + timeout + DrainPatience;
        if (deadline < worker.Deadline) worker.Deadline = deadline;
        worker.Send(new MasterMessage.Drain((int)linger.TotalMilliseconds, (int)timeout.TotalMilliseconds, TakeBacklog: stopping));
    }

    private static void Quit(WorkerHandle worker, ExitReason reason, TimeSpan now)
    {
        if (!worker.Apply(WorkerTrigger.Stop, reason)) return;
        worker.Deadline = now + QuitPatience;
        worker.Send(new MasterMessage.Quit());
    }

    private void Kill(WorkerHandle worker, ExitReason reason, TimeSpan now)
    {
        LogKilling(worker.WorkerId, worker.ProcessId, reason);
        worker.Apply(WorkerTrigger.Stop, reason);
        // The kernel may need a while for a process in uninterruptible sleep; until it is gone it is killed again.
        worker.Deadline = now + QuitPatience;
        worker.Kill();
    }
}
