using System.Reflection;
using System.Runtime.InteropServices;
using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Control.Status;

/// <summary>
/// Makes snapshots from what the master published and what the workers write to the scoreboard: asks no worker anything, and
/// so works while all of them hang. Thread-safe. The scoreboard must outlive the last call.
/// </summary>
/// <param name="name">The name of the instance.</param>
/// <param name="startedAt">Monotonic time of the host's start.</param>
/// <param name="published">The master's latest view.</param>
internal sealed class StatusReader(string name, TimeSpan startedAt, Func<HostView> published, TimeProvider timeProvider)
{
    private const int Attempts = 20;

    private static readonly string[] AnswerNames = ["other", "1xx", "2xx", "3xx", "4xx", "5xx"];

    private readonly ProcessSampler _processes = new();

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(5);

    private static readonly string Version = typeof(StatusReader).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly DateTimeOffset _started = timeProvider.GetUtcNow() - (Now - startedAt);

    private static TimeSpan Now => TimeSpan.FromTicks(MonotonicClock.Nanoseconds / 100);

    /// <summary>The host now.</summary>
    public async Task<StatusSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            HostView view = published();
            List<WorkerReading> workers = [.. view.Workers.Select(worker => WorkerReading.Of(worker, Now))];
            // A region without its worker was cleared after an exit that the view does not show yet: its counts would be missing
            // from both. The master's turn is over in no time, unless the master itself stands still.
            if (attempt == Attempts || workers.TrueForAll(worker => worker.IsWhole))
            {
                int[] ids = [.. view.Workers.Select(worker => worker.ProcessId)];
                return Compose(view, workers, await _processes.SampleAsync(ids, cancellationToken), Now);
            }

            await Task.Delay(Turn, timeProvider, cancellationToken);
        }
    }

    private StatusSnapshot Compose(
        HostView view, List<WorkerReading> workers, IReadOnlyDictionary<int, ProcessSample> processes, TimeSpan now) => new()
    {
        Host = new HostStatus(
            name,
            Environment.ProcessId,
            Version,
            RuntimeInformation.FrameworkDescription,
            WireName.Of(view.State),
            _started,
            Seconds.Of(now - startedAt),
            Seconds.Of(now - view.At),
            [.. view.Listeners.Select(listener => listener.DisplayText)],
            view.WorkerClass,
            view.Wanted,
            workers.Select(worker => worker.Status.Busy.Limit).DefaultIfEmpty().Max(),
            view.Generation)
        {
            ShedShare = Math.Round(view.ShedShare, 4),
        },
        Listeners = [.. view.Listeners.Select(listener => new ListenerStatus(listener.DisplayText, ListenerBacklog.Read(listener.Descriptor)))],
        Durations = workers.Aggregate(view.Past.Durations, (sum, worker) => sum.Plus(worker.Durations)),
        Generations = [.. view.Generations.OrderBy(generation => generation.Number).Select(generation => Generation(generation, view, workers))],
        Reload = Reload(view, now),
        Totals = Totals(view, workers),
        Classes = [.. Classes(view, workers)],
        Workers = [.. workers.Select(worker => worker.With(processes))],
        Exits = new ExitStatus(
            view.Past.Exits.OrderBy(exit => exit.Key).ToDictionary(exit => WireName.Of(exit.Key), exit => exit.Value),
            view.Past.Last is { } last
                ? new LastExitStatus(last.WorkerId, last.ProcessId, last.Generation, WireName.Of(last.Reason), last.How, Seconds.Of(now - last.At))
                : null,
            view.Failures,
            view.NoSpawnBefore > now ? Seconds.Of(view.NoSpawnBefore - now) : null),
    };

    private static GenerationStatus Generation(GenerationView generation, HostView view, List<WorkerReading> workers)
    {
        List<WorkerStatus> own = [.. workers.Select(worker => worker.Status).Where(worker => worker.Generation == generation.Number)];
        string state = generation.Number == view.Generation ? (view.HasFailed ? "failed" : "serving")
            : generation.Number == view.Rollout?.Generation ? WireName.Of(view.Rollout.Stage)
            : own.Count > 0 || generation.State is not GenerationState.Kept ? "draining"
            : "kept";
        return new GenerationStatus(
            generation.Number, state, generation.App, own.Count, own.Sum(worker => worker.Busy.Now + worker.Queued.Now),
            own.Sum(worker => worker.Connections));
    }

    private static ReloadStatus Reload(HostView view, TimeSpan now) => new(
        view.Rollout is { } rollout ? WireName.Of(rollout.Stage) : view.Preparing ? "preparing" : "idle",
        view.Rollout?.Generation,
        view.Rollout is null ? null : Seconds.Of(now - view.Rollout.Since),
        view.LastReload is { } last
            ? new ReloadEndStatus(
                WireName.Of(last.Outcome.Result), last.Outcome.Serving, last.Outcome.Attempted, last.Outcome.Story, Seconds.Of(now - last.At))
            : null);

    /// <summary>Those that a worker has, and those that only workers had that are gone: counts of a host do not go back.</summary>
    private static IEnumerable<ClassStatus> Classes(HostView view, List<WorkerReading> workers) => workers
        .SelectMany(worker => worker.Classes)
        .Concat(view.Past.Classes)
        .GroupBy(one => one.Key)
        .Select(group => (Name: group.Key, Counts: group.Aggregate(ClassCounts.None, (sum, one) => sum.Plus(one.Value))))
        .Select(one => new ClassStatus(one.Name, one.Counts.Inside, one.Counts.Requests, one.Counts.Rejected)
        {
            QueueTime = LatencyStatus.Of(one.Counts.QueueTime),
            ServiceTime = LatencyStatus.Of(one.Counts.ServiceTime),
            QueueSeconds = one.Counts.QueueTime.Nanoseconds / 1e9,
            ServiceSeconds = one.Counts.ServiceTime.Nanoseconds / 1e9,
        });

    private static TotalStatus Totals(HostView view, List<WorkerReading> workers)
    {
        PastWorkers past = view.Past;
        // Limits are those of workers that take requests; what runs on others counts as load all the same.
        List<WorkerStatus> all = [.. workers.Select(worker => worker.Status)];
        List<WorkerStatus> ready = [.. workers.Where(worker => worker.State is WorkerState.Ready).Select(worker => worker.Status)];
        RequestDurations durations = workers.Aggregate(past.Durations, (sum, worker) => sum.Plus(worker.Durations));
        return new TotalStatus(
            Total(all, ready, worker => worker.Busy, view.Most.Busy),
            Total(all, ready, worker => worker.Queued, view.Most.Queued),
            all.Sum(worker => worker.Connections),
            past.Accepted + all.Sum(worker => worker.Accepted),
            past.Requests + all.Sum(worker => worker.Requests),
            past.Failures + all.Sum(worker => worker.Failures),
            RejectCounts.Name(reason => past.Rejected[(int)reason] + workers.Sum(worker => worker.Rejected[(int)reason])))
        {
            Answers = AnswerNames.Select((answer, i) => (answer, past.Answers[i] + workers.Sum(worker => worker.Answers[i])))
                .OrderBy(pair => pair.answer, StringComparer.Ordinal).ToDictionary(),
            QueueTime = LatencyStatus.Of(durations.QueueTime),
            ServiceTime = LatencyStatus.Of(durations.ServiceTime),
            Incidents = workers.Aggregate(past.Incidents, (sum, worker) => sum.Plus(worker.Incidents)),
            Idle = IdleStatus.Of(
                all.Sum(worker => worker.Parked), workers.Aggregate(past.Idle, (sum, worker) => sum.Plus(worker.Idle))),
            AccessLogDropped = past.AccessLogDropped + workers.Sum(worker => worker.AccessLogDropped),
        };
    }

    private static Gauge Total(List<WorkerStatus> all, List<WorkerStatus> ready, Func<WorkerStatus, Gauge> gauge, int most)
    {
        int now = all.Sum(worker => gauge(worker).Now);
        return new Gauge(now, ready.Sum(worker => gauge(worker).Limit))
        {
            Most = all.Select(worker => gauge(worker).Most ?? 0).Append(now).Append(most).Max(),
        };
    }
}
