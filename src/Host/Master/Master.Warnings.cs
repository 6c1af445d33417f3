using AppHost.Host.Advice;
using AppHost.Host.Configuration;
using AppHost.Host.Configuration.Machine;
using AppHost.Worker.Apps;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport;

namespace AppHost.Host.Master;

/// <summary>What somebody should know before it hurts. Each sentence is written once in the life of a host.</summary>
internal sealed partial class Master
{
    private const int QueuedPerSlot = 4;

    private readonly HashSet<string> _warned = [];
    private readonly HashSet<(int Generation, string Subject)> _noticed = [];
    private PressureWatch? _pressure;
    private int _pressureOf;

    private void WarnOfLimits(WorkerMessage.Ready ready)
    {
        HostSettings settings = Current.Settings;
        var limits = new HostLimits(
            ready.WorkerClass,
            _target.Workers,
            ready.Slots,
            settings.Queue.Length ?? QueuedPerSlot * ready.Slots,
            MachineResources.Read().Cores,
            HostLimits.ReadDescriptors())
        {
            SlotsAreThreads = Current.App is HandlerApp,
        };
        foreach (string warning in StartWarnings.Of(limits)) WarnOnce(warning);
    }

    private void WarnOfPressure(TimeSpan now)
    {
        if (!_everReady) return;
        if (_pressure is null || _pressureOf != _target.Generation)
        {
            // New settings, a new chance.
            _pressure = new PressureWatch(_workerClass == "async" ? "async.limit" : "threads");
            _pressureOf = _target.Generation;
            if (_lastReady is { } last) WarnOfLimits(last);
        }

        // Slots of request classes do not count: an idle one must not hide that the others are all busy.
        List<GateLoad> ready = [.. _fleet.Workers.Where(worker => worker.State is WorkerState.Ready).Select(worker => Siblings.LoadOf(worker.Region))];
        long queueFull = _past.Rejected[(int)RejectReason.QueueFull]
            + _fleet.Workers.Sum(worker => Volatile.Read(ref worker.Region.Rejected(RejectReason.QueueFull)));
        var reading = new PressureReading(
            now, ready.Sum(load => Math.Clamp(load.Taken - load.Fresh, 0, load.Slots)), ready.Sum(load => load.Slots), queueFull);
        foreach (string warning in _pressure.Observe(reading)) LogWarning(warning);
    }

    private void NoteNotice(int generation, WorkerMessage.Notice notice)
    {
        // Every worker says it, some with words of their own.
        if (!_noticed.Add((generation, notice.Subject))) return;
        if (notice.Importance is NoticeImportance.WarningAmongSeveral && _target.Workers == 1) return;
        if (!_warned.Add(notice.Text)) return;
        if (notice.Importance is NoticeImportance.Information) LogAppNotice(notice.Text);
        else LogWarning(notice.Text);
    }

    private void WarnOnce(string warning)
    {
        if (_warned.Add(warning)) LogWarning(warning);
    }
}
