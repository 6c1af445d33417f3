using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Control.Status;

/// <summary>One worker as read from its region of the scoreboard.</summary>
/// <param name="Rejected">By <see cref="RejectReason"/>.</param>
/// <param name="IsWhole">The region was still this worker's when all was read.</param>
internal sealed record WorkerReading(WorkerStatus Status, WorkerState State, IReadOnlyList<long> Rejected, bool IsWhole)
{
    /// <summary>By the first digit of the status.</summary>
    public required IReadOnlyList<long> Answers { get; init; }

    public required RequestDurations Durations { get; init; }

    public required long AccessLogDropped { get; init; }

    public required IncidentCounts Incidents { get; init; }

    /// <summary>What became of its idle connections.</summary>
    public required IdleCounts Idle { get; init; }

    /// <summary>Its classes of requests, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, ClassCounts>> Classes { get; init; }

    /// <summary>What the worker told of its process; what the kernel knows is added later.</summary>
    private ProcessStatus Process { get; init; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    private static readonly RejectReason[] Reasons = Enum.GetValues<RejectReason>();

    /// <summary>Reads it.</summary>
    /// <param name="now">Monotonic.</param>
    public static WorkerReading Of(WorkerHandleView worker, TimeSpan now)
    {
        WorkerRegion region = worker.Region;
        long[] rejected = [.. Reasons.Select(reason => Volatile.Read(ref region.Rejected(reason)))];
        long heartbeat = region.Heartbeat;
        var status = new WorkerStatus(
            worker.WorkerId,
            worker.ProcessId,
            worker.Generation,
            WireName.Of(worker.State),
            Seconds.Of(now - worker.Since),
            heartbeat == 0 ? null : Seconds.Of(now - TimeSpan.FromTicks(heartbeat / 100)),
            worker.Leaving is { } reason ? WireName.Of(reason) : null,
            region.Armed,
            new Gauge(Volatile.Read(ref region.Busy), region.Slots) { Most = Volatile.Read(ref region.MostBusy) },
            new Gauge(Volatile.Read(ref region.Queued), region.QueueLimit) { Most = Volatile.Read(ref region.MostQueued) },
            Volatile.Read(ref region.Connections),
            Volatile.Read(ref region.Accepted),
            Volatile.Read(ref region.Requests),
            Volatile.Read(ref region.Failures),
            RejectCounts.Name(reason => rejected[(int)reason]),
            [.. Running(region, now).OrderByDescending(request => request.Age)])
        {
            Parked = Volatile.Read(ref region.Parked),
        };
        RequestDurations durations = RequestDurations.Of(region);
        var process = new ProcessStatus(
            0,
            0,
            0,
            Volatile.Read(ref region.GcPause) / 1e9,
            Volatile.Read(ref region.GcCollections),
            Volatile.Read(ref region.HeapBytes),
            Volatile.Read(ref region.LoopLag) / 1e9,
            Volatile.Read(ref region.PoolQueue));
        long[] answers = [.. Enumerable.Range(0, ScoreboardLayout.StatusClasses).Select(answer => Volatile.Read(ref region.Answers(answer)))];
        // The process id is the first word of the region and so the first that is cleared: while it is there, so was all else.
        return new WorkerReading(status, worker.State, rejected, region.ProcessId == worker.ProcessId)
        {
            Answers = answers,
            Durations = durations,
            Incidents = IncidentCounts.Of(region),
            Idle = IdleCounts.Of(region),
            AccessLogDropped = Volatile.Read(ref region.AccessLogDropped),
            Classes = [.. worker.Classes.Select((name, i) => KeyValuePair.Create(name, ClassCounts.Of(region, i + 1)))],
            Process = process,
        };
    }

    /// <summary>The status with what the kernel knows of the process.</summary>
    public WorkerStatus With(IReadOnlyDictionary<int, ProcessSample> processes)
    {
        WorkerStatus status = Status with { ServiceTime = LatencyStatus.Of(Durations.ServiceTime) };
        return processes.TryGetValue(status.Pid, out ProcessSample sample)
            ? status with
            {
                Process = Process with
                {
                    PrivateBytes = sample.PrivateBytes, ProportionalBytes = sample.ProportionalBytes, CpuSeconds = sample.CpuSeconds,
                },
            }
            : status;
    }

    private static IEnumerable<RequestStatus> Running(WorkerRegion region, TimeSpan now)
    {
        for (int slot = 0; slot < ScoreboardLayout.RecordsPerRegion; slot++)
        {
            RequestRecord record = region.Record(slot);
            // Slots are used from the lowest on; memory behind the first unused one is not touched.
            if (!record.WasUsed) yield break;
            if (!record.TryRead(out RequestSnapshot request)) continue;
            yield return new RequestStatus(
                request.Method,
                request.Path,
                request.RequestId.Length == 0 ? null : request.RequestId,
                Seconds.Of(now - TimeSpan.FromTicks(request.Started / 100)),
                request.Deadline == 0 ? null : Math.Round((TimeSpan.FromTicks(request.Deadline / 100) - now).TotalSeconds, 3),
                request.Thread,
                request.Torn);
        }
    }
}
