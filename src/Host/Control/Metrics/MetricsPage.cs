using AppHost.Host.Control.Http;
using AppHost.Host.Control.Status;
using AppHost.Host.Master;
using AppHost.Worker.Scoreboard;
using static AppHost.Host.Control.Metrics.OpenMetricsWriter;

namespace AppHost.Host.Control.Metrics;

/// <summary>
/// A status as metrics of the whole host: workers that have gone are in the counters, so that these never go back while the host
/// lives. Names are those of OpenTelemetry's semantic conventions where it has one, else apphost_. Pure.
/// </summary>
internal static class MetricsPage
{
    private const string ContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// <summary>The page as an answer.</summary>
    public static HttpReply Reply(StatusSnapshot status) => new(200, System.Text.Encoding.UTF8.GetBytes(Write(status)), ContentType);

    /// <summary>The page.</summary>
    public static string Write(StatusSnapshot status)
    {
        var page = new OpenMetricsWriter();
        WriteRequests(page, status);
        WriteLoad(page, status);
        if (status.Classes.Count > 0) WriteClasses(page, status.Classes);
        WriteHost(page, status);
        WriteProcesses(page, status.Workers);
        return page.End();
    }

    private static void WriteRequests(OpenMetricsWriter page, StatusSnapshot status)
    {
        TotalStatus totals = status.Totals;
        RequestDurations durations = status.Durations ?? RequestDurations.None;
        page.Histogram("http_server_request_duration_seconds", "From the start of the app's code to its end.", durations.ServiceTime);
        page.Histogram("apphost_request_queue_time_seconds", "From the arrival of a request to the start of the app's code.", durations.QueueTime);
        page.Counter("apphost_responses", "Requests answered, by the app or for it, by class of status.",
            totals.Answers.Select(answer => (Label("status_class", answer.Key), (double)answer.Value)));
        page.Counter("apphost_requests_rejected", "Requests that were turned away, by reason.",
            totals.Rejected.Select(reason => (Label("reason", reason.Key), (double)reason.Value)));
        page.Counter("apphost_requests_overdue", "Requests that ran for too long: slow, logged; expired, answered by their deadline; stuck, their worker replaced.",
            [(Label("step", "slow"), totals.Incidents.Slow), (Label("step", "expired"), totals.Incidents.Expired), (Label("step", "stuck"), totals.Incidents.Stuck)]);
        page.Counter("apphost_loop_blocks", "Times that an event loop was blocked for longer than async.watchdog.", totals.Incidents.LoopBlocks);
        page.Counter("apphost_handler_failures", "Requests whose handler threw.", totals.Failures);
        page.Counter("apphost_connections_accepted", "Connections accepted.", totals.Accepted);
        page.Counter("apphost_connections_parks", "How often an idle connection was parked.", totals.Idle.Parked);
        page.Counter("apphost_connections_attaches", "How often a parked connection was taken up again.", totals.Idle.Attached);
        page.Counter("apphost_connections_handed_off", "Connections that one worker gave to another, by reason.",
            totals.Idle.HandedOff.Select(reason => (Label("reason", reason.Key), (double)reason.Value)));
        page.Counter("apphost_connections_kept", "Connections that were to go to another worker and stayed where they were, by reason.",
            totals.Idle.Kept.Select(reason => (Label("reason", reason.Key), (double)reason.Value)));
        page.Counter("apphost_access_log_dropped", "Lines of the access log that were lost because its buffer was full or could not be written.", totals.AccessLogDropped);
    }

    private static void WriteLoad(OpenMetricsWriter page, StatusSnapshot status)
    {
        TotalStatus totals = status.Totals;
        page.Gauge("http_server_active_requests", "Requests that run.", totals.Busy.Now);
        page.Gauge("kestrel_active_connections", "Open connections.", totals.Connections);
        page.Gauge("apphost_connections_parked", "Idle connections that wait as bare descriptors.", totals.Idle.Now);
        page.Gauge("apphost_slots", "Requests that ready workers can run at once.", totals.Busy.Limit);
        page.Gauge("apphost_requests_queued", "Requests that wait for a slot.", totals.Queued.Now);
        page.Gauge("apphost_queue_limit", "Requests that may wait.", totals.Queued.Limit);
        page.Gauge("apphost_requests_running_most", "The most requests that ran at once since the start of the host.", totals.Busy.Most ?? 0);
        page.Gauge("apphost_requests_queued_most", "The most requests that waited at once since the start of the host.", totals.Queued.Most ?? 0);
        page.Gauge("apphost_shed_ratio", "Share of requests turned away in the last 10 s.", status.Host.ShedShare);
        page.Gauge("apphost_listener_backlog", "Connections that wait in the kernel to be accepted.",
            status.Listeners.Where(listener => listener.Backlog is not null)
                .Select(listener => (Label("address", listener.Address), (double)listener.Backlog!.Value.Now)));
    }

    private static void WriteClasses(OpenMetricsWriter page, IReadOnlyList<ClassStatus> classes)
    {
        page.Gauge("apphost_class_requests_inside", "Requests of a class that run or wait.", Each(one => one.Now));
        page.Counter("apphost_class_requests", "Requests of a class that ended or became streams.", Each(one => one.Requests));
        page.Counter("apphost_class_requests_rejected", "Requests of a class that were turned away.", Each(one => one.Rejected));
        page.Counter("apphost_class_queue_time_seconds", "Time that requests of a class waited for a slot, all together.", Each(one => one.QueueSeconds));
        page.Counter("apphost_class_service_time_seconds", "Time that the app took for requests of a class, all together.", Each(one => one.ServiceSeconds));

        IEnumerable<(string Labels, double Value)> Each(Func<ClassStatus, double> value) => classes.Select(one => (Label("class", one.Name), value(one)));
    }

    private static void WriteHost(OpenMetricsWriter page, StatusSnapshot status)
    {
        HostStatus host = status.Host;
        page.Gauge("apphost_info", "The host.", [($"{Label("name", host.Name)},{Label("version", host.Version)},{Label("state", host.State)}", 1)]);
        page.Gauge("apphost_start_time_seconds", "When the host was started, since 1970.", host.Started.ToUnixTimeMilliseconds() / 1000.0);
        page.Gauge("apphost_master_loop_age_seconds", "Since the master's loop turned; at most about 1.", host.LoopAge);
        page.Gauge("apphost_generation", "The number of the generation that serves.", host.Generation);
        page.Gauge("apphost_workers_wanted", "N.", host.Workers);
        page.Gauge("apphost_workers", "Worker processes, by state.",
            Enum.GetValues<WorkerState>().Where(state => state is not (WorkerState.None or WorkerState.Exited)).Select(WireOf)
                .Select(state => (Label("state", state), (double)status.Workers.Count(worker => worker.State == state))));
        page.Counter("apphost_worker_exits", "Worker processes that have ended, by reason.",
            Enum.GetValues<ExitReason>().Select(reason => WireName.Of(reason))
                .Select(reason => (Label("reason", reason), (double)status.Exits.Reasons.GetValueOrDefault(reason))));
        page.Gauge("apphost_failures_in_a_row", "Deaths that hold up the next start.", status.Exits.FailuresInARow);
    }

    /// <summary>Each process has series of its own: counters of a new one do not go on where those of the last one ended.</summary>
    private static void WriteProcesses(OpenMetricsWriter page, IReadOnlyList<WorkerStatus> workers)
    {
        page.Gauge("apphost_worker_heartbeat_age_seconds", "Since the worker's loop turned.", Each(worker => worker.HeartbeatAge));
        page.Gauge("apphost_worker_loop_lag_seconds", "How long a callback waited for its turn on the loop.", Each(worker => worker.Process?.LoopLag));
        page.Gauge("apphost_worker_private_memory_bytes", "Memory that would be free without the worker.", Each(worker => worker.Process?.PrivateBytes));
        page.Gauge("process_memory_usage_bytes", "The worker's proportional share of memory (PSS).", Each(worker => worker.Process?.ProportionalBytes));
        page.Counter("process_cpu_time_seconds", "CPU time of the worker.", Each(worker => worker.Process?.CpuSeconds));
        page.Counter("dotnet_gc_pause_time_seconds", "Time for which the collector has stopped the worker.", Each(worker => worker.Process?.GcPause));
        page.Counter("dotnet_gc_collections", "Collections.", Each(worker => worker.Process?.GcCollections));
        page.Gauge("dotnet_thread_pool_queue_length", "Work that waits for a thread of the pool.", Each(worker => worker.Process?.PoolQueue));

        IEnumerable<(string Labels, double Value)> Each(Func<WorkerStatus, double?> value) => workers
            .Select(worker => ($"{Label("worker", $"{worker.Id}")},{Label("pid", $"{worker.Pid}")}", Value: value(worker)))
            .Where(sample => sample.Value is not null)
            .Select(sample => (sample.Item1, sample.Value!.Value));
    }

    private static string WireOf(WorkerState state) => WireName.Of(state);
}
