using AppHost.Host.Configuration;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>Does what the planner says.</summary>
internal sealed partial class Master
{
    /// <summary>How long a worker that was told to leave at once may take.</summary>
    private static readonly TimeSpan QuitPatience = TimeSpan.FromSeconds(2);

    /// <summary>A worker ends by itself when its drain time is up; only then is it killed.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(3);

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
            case MasterAction.BeginStop: NoteStop(StopMode.Graceful, now); break;
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
            if (_runtime.NoticeReplacement()) LogRuntimeReplaced(_runtime.Path);
        }
        catch (Exception exception) when (exception is IOException or System.ComponentModel.Win32Exception or ArgumentOutOfRangeException)
        {
            NoteSpawnFailure(spawn, exception.Message, now);
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
        bool stopping = _target.Stop is StopMode.Graceful or StopMode.Quick;
        DrainSettings drain = worker.Generation.Settings.Drain;
        (TimeSpan linger, TimeSpan timeout) = stopping
            ? (drain.LingerStop, drain.GracefulStop)
            : (drain.LingerReload, drain.GracefulReload);
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
