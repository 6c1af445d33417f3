using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>How the host ends, and how many workers it has until then.</summary>
internal sealed partial class Master
{
    private void NoteStopAsked(bool quick, TimeSpan now)
    {
        TimeSpan delay = Current.Settings.Drain.ShutdownDelay;
        if (quick) NoteStop(StopMode.Quick, now);
        else if (_target.Stop is not StopMode.None || delay == TimeSpan.Zero || !_everReady) NoteStop(StopMode.Graceful, now);
        else AnnounceStop(now, delay);
    }

    /// <summary>Not ready any more for whoever asks; all else goes on, for connections still come. A second request ends the delay.</summary>
    private void AnnounceStop(TimeSpan now, TimeSpan delay)
    {
        AbandonReloads();
        _target = _target with { Stop = StopMode.Announced, StopAt = now + delay };
        options.Supervisor.Stopping();
        Publish(now);
        LogStopPutOff((long)delay.TotalMilliseconds);
    }

    private void NoteStop(StopMode mode, TimeSpan now)
    {
        if (mode <= _target.Stop) return;
        AbandonReloads();
        _target = _target with { Stop = mode };
        options.Supervisor.Stopping();
        // Whoever reads that it stops, and asks then, must not be told that it is ready.
        Publish(now);
        LogStopping(mode, _fleet.Workers.Count);
        // Held open any longer, the socket would take connections into a queue that nobody serves. Workers empty it before
        // they close theirs.
        _listeners.Dispose();
        // Those that left already had the time of a reload, which may be longer than the host has now.
        foreach (WorkerHandle worker in _fleet.Workers.Where(w => w.State is WorkerState.Draining)) TellToDrain(worker, now);
    }

    private void NoteScale(MasterEvent.ScaleAsked asked, TimeSpan now)
    {
        long wanted = asked.Relative ? (long)_target.Workers + asked.Workers : asked.Workers;
        int workers = (int)Math.Clamp(wanted, 1, Target.MostWorkers);
        if (workers != _target.Workers)
        {
            _target = _target with { Workers = workers };
            LogScaled(workers);
            // Fewer may already be ready.
            AnnounceWhenComplete(now);
        }
        else if (wanted != workers)
        {
            LogScaleAtLimit(wanted, Target.MostWorkers, workers);
        }

        asked.Answer?.TrySetResult(workers);
    }
}
