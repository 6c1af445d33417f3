using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>How the host ends, and how many workers it has until then.</summary>
internal sealed partial class Master
{
    private void NoteStopAsked(MasterEvent.StopAsked asked, TimeSpan now)
    {
        TimeSpan delay = Current.Settings.Drain.ShutdownDelay;
        if (asked.Quick) NoteStop(StopMode.Quick);
        else if (!asked.Announced || delay == TimeSpan.Zero || !_everReady) NoteStop(StopMode.Graceful);
        else if (_target.Stop is StopMode.None) AnnounceStop(now, delay);
    }

    /// <summary>Not ready any more for whoever asks; all else goes on, for connections still come.</summary>
    private void AnnounceStop(TimeSpan now, TimeSpan delay)
    {
        AbandonReloads();
        _target = _target with { Stop = StopMode.Announced, StopAt = now + delay };
        NotifyStopping();
        LogStopAnnounced((long)delay.TotalMilliseconds);
    }

    private void NoteStop(StopMode mode)
    {
        if (mode <= _target.Stop) return;
        AbandonReloads();
        _target = _target with { Stop = mode };
        NotifyStopping();
        LogStopping(mode, _fleet.Workers.Count);
    }

    private void NoteScale(MasterEvent.ScaleAsked asked)
    {
        long wanted = asked.Relative ? (long)_target.Workers + asked.Workers : asked.Workers;
        int workers = (int)Math.Clamp(wanted, 1, ScoreboardLayout.Regions / 4);
        if (workers != _target.Workers)
        {
            _target = _target with { Workers = workers };
            LogScaled(workers);
        }

        asked.Answer?.TrySetResult(workers);
    }
}
