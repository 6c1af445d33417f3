using AppHost.Host.Configuration;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>Which workers have served long enough.</summary>
internal sealed partial class Master
{
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromSeconds(5);

    private TimeSpan _memorySampledAt;
    private bool _samplingMemory;

    /// <summary>Marks workers whose time has come; the planner sees to it that they go one at a time.</summary>
    private void MarkDueWorkers(TimeSpan now)
    {
        RecycleSettings recycle = Current.Settings.Recycle;
        if (!recycle.IsConfigured || _target.Stop is not StopMode.None) return;
        DateTime localTime = options.TimeProvider.GetLocalNow().DateTime;
        foreach (WorkerHandle worker in Serving.Where(w => w.RecycleFor is not ExitReason.MemoryHard))
        {
            TimeSpan age = now - worker.ReadyAt!.Value;
            var facts = new WorkerFacts(
                age, worker.Region.Requests, worker.Jitter, worker.PrivateBytes, worker.SamplesOverSoft, localTime - age, localTime);
            ExitReason? due = RecyclePolicy.Due(recycle, facts);
            // The first reason stands, but for the one that does not wait.
            if (due is null || (worker.RecycleFor is not null && due is not ExitReason.MemoryHard)) continue;
            worker.RecycleFor = due;
            LogRecycling(worker.WorkerId, worker.ProcessId, due.Value);
        }

        SampleMemory(recycle, now);
    }

    private IEnumerable<WorkerHandle> Serving =>
        _fleet.Workers.Where(w => w.Generation.Number == _target.Generation && w.State is WorkerState.Ready);

    private void SampleMemory(RecycleSettings recycle, TimeSpan now)
    {
        if ((recycle.Memory == 0 && recycle.MemoryHard == 0) || _samplingMemory || now - _memorySampledAt < MemoryInterval) return;
        _samplingMemory = true;
        _memorySampledAt = now;
        List<(long Key, int ProcessId)> workers = [.. Serving.Select(w => (w.Key, w.ProcessId))];
        // Off the loop: the kernel walks the page tables of each process and may wait for its locks.
        _ = Task.Run(() =>
        {
            var sizes = new Dictionary<long, long>();
            foreach ((long key, int process) in workers) sizes[key] = ProcessMemory.PrivateBytes(process);
            Report(new MasterEvent.MemorySampled(sizes));
        });
    }

    private void NoteMemory(IReadOnlyDictionary<long, long> privateBytes)
    {
        _samplingMemory = false;
        foreach ((long key, long bytes) in privateBytes)
        {
            if (_fleet.Find(key) is not { } worker) continue;
            long soft = worker.Generation.Settings.Recycle.Memory;
            worker.PrivateBytes = bytes;
            worker.SamplesOverSoft = soft > 0 && bytes > soft ? worker.SamplesOverSoft + 1 : 0;
        }
    }

    private RecycleOutcome MarkWorkers(int? workerId)
    {
        if (_target.Stop is not StopMode.None) return new RecycleOutcome([], "the host stops.");
        List<WorkerHandle> workers = [.. Serving.Where(w => workerId is null || w.WorkerId == workerId).OrderBy(w => w.WorkerId)];
        if (workers.Count == 0) return new RecycleOutcome([], workerId is null ? "no worker is ready." : $"there is no ready worker {workerId}.");
        foreach (WorkerHandle worker in workers.Where(w => w.RecycleFor is null))
        {
            worker.RecycleFor = ExitReason.Recycle;
            LogRecycling(worker.WorkerId, worker.ProcessId, ExitReason.Recycle);
        }

        return new RecycleOutcome([.. workers.Select(w => w.WorkerId).Distinct()], null);
    }

    /// <summary>Unlike a recycled one it does not wait for its replacement: it was found to be odd, and should get nothing more.</summary>
    private RecycleOutcome DrainOnRequest(int workerId, TimeSpan now)
    {
        if (_target.Stop is not StopMode.None) return new RecycleOutcome([], "the host stops.");
        List<WorkerHandle> workers = [.. _fleet.Workers.Where(w => w.WorkerId == workerId && w.State is WorkerState.Ready)];
        if (workers.Count == 0) return new RecycleOutcome([], $"there is no ready worker {workerId}.");
        foreach (WorkerHandle worker in workers) Drain(worker, ExitReason.Drain, now);
        return new RecycleOutcome([workerId], null);
    }
}
