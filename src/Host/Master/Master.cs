using System.Threading.Channels;
using AppHost.Host.Control;
using AppHost.Host.Supervision;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Master;

/// <summary>
/// Keeps N workers of the wanted generation serving. One loop: take an event, note what it changes, ask the
/// <see cref="Planner"/>, do what it says. It runs no user code and never waits for a worker, a client or a log.
/// </summary>
internal sealed partial class Master(MasterOptions options, Spawner spawner, ILogger<Master> logger) : IMaster, IDisposable
{
    /// <summary>Heartbeats are looked at this often when nothing else happens.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private readonly Channel<MasterEvent> _events = Channel.CreateUnbounded<MasterEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Fleet _fleet = new();
    private readonly GenerationLedger _generations = new(options.First);
    private readonly OpenListeners _listeners = options.Listeners;
    private readonly CancellationTokenSource _ending = new();
    private Target _target = new(
        options.First.Number, options.First.Settings.Workers, null, StopMode.None, TimeSpan.Zero, Environment.ProcessorCount,
        options.First.Settings.HeartbeatTimeout);
    private bool _everReady;
    private WorkerMessage.Ready? _lastReady;
    private bool _finished;
    private int _exitCode;
    private TimeSpan _heartbeatsCountFrom;

    private static TimeSpan Now => TimeSpan.FromTicks(MonotonicClock.Nanoseconds / 100);

    private int Ready => _fleet.Workers.Count(w => w.State is WorkerState.Ready);

    private Generation Current => _generations[_target.Generation];

    /// <summary>Serves until it is told to stop, or the first generation cannot boot.</summary>
    /// <returns>The exit code of the host.</returns>
    public async Task<int> RunAsync()
    {
        MasterSignals.DeliverTo(Report);
        foreach ((string signal, string instead) in MasterSignals.Ignored()) LogSignalIgnored(signal, instead);
        TimeSpan lastTurn = Now;
        while (!_finished)
        {
            TimeSpan now = Now;
            NoticeStandstill(now - lastTurn, now);
            lastTurn = now;
            while (_events.Reader.TryRead(out MasterEvent? next)) Note(next, now);
            NoticeDebuggers(now);
            MarkDueWorkers(now);
            BeginWaiting(now);
            Act(now);
            ForgetGenerations();
            NotifyAlive(now);
            WarnOfPressure(now);
            Publish(now);
            if (!_finished) await WaitAsync(now);
        }

        await _ending.CancelAsync();
        return _exitCode;
    }

    /// <summary>Something odd that hinders nothing.</summary>
    public void Warn(string warning) => LogWarning(warning);

    public void Dispose() => _ending.Dispose();

    /// <summary>Something happened; the loop takes it up. Any thread; never blocks.</summary>
    public void Report(MasterEvent happened) => _events.Writer.TryWrite(happened);

    private async Task WaitAsync(TimeSpan now)
    {
        TimeSpan wait = options.Supervisor.Interval < LongestWait ? options.Supervisor.Interval : LongestWait;
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

    /// <summary>
    /// The machine slept, or the master was stopped: then everybody's heartbeat is old and means nothing yet, and nobody has
    /// had the time that a deadline gave.
    /// </summary>
    private void NoticeStandstill(TimeSpan gap, TimeSpan now)
    {
        if (gap <= LongestWait + TimeSpan.FromSeconds(2)) return;
        _heartbeatsCountFrom = now + _target.HeartbeatTimeout;
        foreach (WorkerHandle worker in _fleet.Workers.Where(w => w.Deadline < TimeSpan.MaxValue)) worker.Deadline += gap;
        if (_target.Rollout is { } rollout) _target = _target with { Rollout = rollout with { Since = rollout.Since + gap } };
        LogStandstill((long)gap.TotalMilliseconds);
    }

    /// <summary>A debugger holds a worker: it is not hung, and its time stands still. A host that stops does not wait for a debugger.</summary>
    private void NoticeDebuggers(TimeSpan now)
    {
        if (_target.Stop is StopMode.Graceful or StopMode.Quick) return;
        foreach (WorkerHandle worker in _fleet.Workers)
        {
            bool late = now >= worker.Deadline || worker.Heartbeat + _target.HeartbeatTimeout <= now;
            if (!late || worker.State is WorkerState.Stopping || !ProcessState.IsTraced(worker.ProcessId)) continue;
            worker.HeldAt = now;
            if (worker.Deadline < TimeSpan.MaxValue) worker.Deadline = now + LongestWait + LongestWait;
        }
    }

    private IReadOnlyList<WorkerView> View(TimeSpan now) => _fleet.View(heartbeatsCount: now >= _heartbeatsCountFrom);

    private void Act(TimeSpan now)
    {
        // An action can make the next one possible; the bound is only against a planner that never comes to rest.
        for (int round = 0; round < 16; round++)
        {
            IReadOnlyList<MasterAction> actions = Planner.Plan(_target, View(now), now);
            if (actions.Count == 0) return;
            Target planned = _target;
            foreach (MasterAction action in actions)
            {
                Execute(action, now);
                if (_finished) return;
                // The rest was meant for another target: a worker that could not be started may have ended the reload.
                if (!ReferenceEquals(_target, planned)) break;
            }
        }
    }

    private void Note(MasterEvent happened, TimeSpan now)
    {
        switch (happened)
        {
            case MasterEvent.WorkerSpoke spoke when _fleet.Find(spoke.Key) is { } worker: NoteMessage(worker, spoke.Message, now); break;
            case MasterEvent.WorkerUnintelligible spoke when _fleet.Find(spoke.Key) is { } worker:
                LogUnintelligible(worker.WorkerId, worker.ProcessId, spoke.Problem);
                Kill(worker, ExitReason.Unintelligible, now);
                break;
            case MasterEvent.WorkerExited exited when _fleet.Find(exited.Key) is { } worker: NoteExit(worker, exited.ExitCode, now); break;
            case MasterEvent.StopAsked stop: NoteStopAsked(stop.Quick, now); break;
            case MasterEvent.ReloadAsked reload: NoteReload(reload.Answer); break;
            case MasterEvent.RollbackAsked rollback: NoteRollback(rollback.Generation, rollback.Answer); break;
            case MasterEvent.ScaleAsked scale: NoteScale(scale, now); break;
            case MasterEvent.RecycleAsked recycle:
                RecycleOutcome marked = MarkWorkers(recycle.WorkerId);
                recycle.Answer?.TrySetResult(marked);
                break;
            case MasterEvent.DrainAsked drain: drain.Answer.TrySetResult(DrainOnRequest(drain.WorkerId, now)); break;
            case MasterEvent.UpgradeAsked: LogUpgradeUnsupported(); break;
            case MasterEvent.LogsRotated:
                // To workers that drain, too: they write lines until they have left.
                foreach (WorkerHandle worker in _fleet.Workers) worker.Send(new MasterMessage.ReopenLogs());
                _ = Task.Run(() => LogLogsReopened(options.LogFiles.Reopen()));
                break;
            case MasterEvent.MemorySampled sampled: NoteMemory(sampled.PrivateBytes); break;
            case MasterEvent.GenerationPrepared prepared: NotePrepared(prepared.Prepared, now); break;
        }
    }

    private void NoteMessage(WorkerHandle worker, WorkerMessage message, TimeSpan now)
    {
        switch (message)
        {
            case WorkerMessage.Ready ready when worker.Apply(WorkerTrigger.Ready):
                worker.ReadyAt = now;
                _workerClass = ready.WorkerClass;
                worker.Deadline = TimeSpan.MaxValue;
                LogWorkerReady(worker.WorkerId, worker.ProcessId, worker.Generation.Number, (long)(now - worker.StartedAt).TotalMilliseconds);
                if (worker.Generation.Number == _target.Generation) NoteSuccess();
                _lastReady = ready;
                AnnounceWhenComplete(now);
                break;
            case WorkerMessage.Notice notice:
                NoteNotice(worker.Generation.Number, notice);
                break;
            case WorkerMessage.Failed failed:
                worker.BootFailure = failed;
                break;
            case WorkerMessage.Leaving leaving when worker.State is WorkerState.Ready:
                Drain(worker, leaving.ByApp ? ExitReason.AppStopped : ExitReason.Terminated, now);
                break;
            // A slot of it is lost for good: its replacement starts at once, while its other requests end.
            case WorkerMessage.Stuck when worker.State is WorkerState.Ready:
                Drain(worker, ExitReason.Deadline, now);
                break;
        }
    }

    /// <summary>The one line that users wait for.</summary>
    private void AnnounceWhenComplete(TimeSpan now)
    {
        if (_everReady || _lastReady is not { } ready || _fleet.Workers.Count(w => w.State is WorkerState.Ready) < _target.Workers) return;
        _everReady = true;
        LogListening(
            string.Join(", ", Current.Listeners.Select(l => l.DisplayText)),
            ready.WorkerClass, _target.Workers, ready.Slots, Environment.ProcessId, (long)(now - options.StartedAt).TotalMilliseconds);
        NotifyReady();
        RuntimeFolder.LoadAll();
    }
}
