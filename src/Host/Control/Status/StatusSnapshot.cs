using System.Text.Json.Serialization;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Control.Status;

/// <summary>
/// The host at one moment, as <c>GET /v1/status</c> gives it. The names are the JSON's; they are documented in
/// docs/control.md, and a change that breaks readers is a new <see cref="CurrentVersion"/>. Ages and durations are seconds.
/// </summary>
internal sealed record StatusSnapshot
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required HostStatus Host { get; init; }

    public required IReadOnlyList<GenerationStatus> Generations { get; init; }

    public required ReloadStatus Reload { get; init; }

    public required TotalStatus Totals { get; init; }

    /// <summary>Classes of requests, in the order of the configuration; empty where there are none.</summary>
    public IReadOnlyList<ClassStatus> Classes { get; init; } = [];

    public required IReadOnlyList<WorkerStatus> Workers { get; init; }

    public required ExitStatus Exits { get; init; }

    public IReadOnlyList<ListenerStatus> Listeners { get; init; } = [];

    /// <summary>For metrics, whose buckets are not the status's affair.</summary>
    [JsonIgnore]
    public RequestDurations? Durations { get; init; }
}

/// <summary>The host as a whole.</summary>
/// <param name="Name">The name of the instance, by which <c>--name</c> finds it.</param>
/// <param name="Pid">Of the master.</param>
/// <param name="Runtime">Of the master.</param>
/// <param name="LoopAge">Since the last turn of the master's loop; it turns at least once a second.</param>
/// <param name="WorkerClass">Null until a worker is ready.</param>
/// <param name="Workers">N, as wanted.</param>
/// <param name="Slots">M: requests that one worker runs at once; 0 until one is ready.</param>
internal sealed record HostStatus(
    string Name,
    int Pid,
    string Version,
    string Runtime,
    string State,
    DateTimeOffset Started,
    double Uptime,
    double LoopAge,
    IReadOnlyList<string> Addresses,
    string? WorkerClass,
    int Workers,
    int Slots,
    int Generation)
{
    /// <summary>The share of requests that was turned away in the last 10 s, 0 to 1.</summary>
    public double ShedShare { get; init; }
}

/// <summary>One address.</summary>
/// <param name="Backlog">Connections that wait in the kernel; null where it does not tell.</param>
internal sealed record ListenerStatus(string Address, Gauge? Backlog);

/// <summary>One generation that serves or still has workers.</summary>
/// <param name="App">The path of its DLL.</param>
/// <param name="Workers">Processes that have not exited.</param>
/// <param name="Requests">Requests of those that still run or wait.</param>
/// <param name="Connections">Open connections of those.</param>
internal sealed record GenerationStatus(int Number, string State, string App, int Workers, int Requests, int Connections);

/// <summary>The reload on its way, and the last one that ended.</summary>
/// <param name="State">idle, preparing, first-boot, bake or roll.</param>
/// <param name="Generation">The new one; null when there is none yet.</param>
/// <param name="Age">How long the state has lasted; null when idle or preparing.</param>
internal sealed record ReloadStatus(string State, int? Generation, double? Age, ReloadEndStatus? Last);

/// <summary>How a reload ended.</summary>
/// <param name="Serving">The generation that served afterwards.</param>
/// <param name="Attempted">The generation that was begun; null if none was.</param>
/// <param name="Story">Why it did not complete; null if it did.</param>
internal sealed record ReloadEndStatus(string Result, int Serving, int? Attempted, string? Story, double Age);

/// <summary>All workers together; counters include workers that have exited, and never go back.</summary>
internal sealed record TotalStatus(
    Gauge Busy, Gauge Queued, int Connections, long Accepted, long Requests, long Failures, IReadOnlyDictionary<string, long> Rejected)
{
    /// <summary>Answers by class of status, <c>1xx</c> to <c>5xx</c> and <c>other</c>; those to requests turned away are among them.</summary>
    public IReadOnlyDictionary<string, long> Answers { get; init; } = new Dictionary<string, long>();

    /// <summary>How long requests waited for a slot.</summary>
    public LatencyStatus QueueTime { get; init; } = LatencyStatus.None;

    /// <summary>How long the app took.</summary>
    public LatencyStatus ServiceTime { get; init; } = LatencyStatus.None;

    /// <summary>How often requests and loops took too long.</summary>
    public IncidentCounts Incidents { get; init; }

    /// <summary>Lines of the access log that were lost.</summary>
    public long AccessLogDropped { get; init; }

    /// <summary>Connections between two requests.</summary>
    public IdleStatus Idle { get; init; } = IdleStatus.None;
}

/// <summary>One class of requests in all workers together.</summary>
/// <param name="Now">Requests that run or wait.</param>
/// <param name="Requests">Requests that ended or became streams.</param>
/// <param name="Rejected">Requests that were turned away.</param>
internal sealed record ClassStatus(string Name, int Now, long Requests, long Rejected)
{
    /// <summary>How long its requests waited for a slot.</summary>
    public LatencyStatus QueueTime { get; init; } = LatencyStatus.None;

    /// <summary>How long the app took for them.</summary>
    public LatencyStatus ServiceTime { get; init; } = LatencyStatus.None;

    /// <summary>Seconds that they waited, all together: for metrics, where a rounded mean would make a counter go back.</summary>
    [JsonIgnore]
    public double QueueSeconds { get; init; }

    /// <summary>Seconds that the app took for them, all together.</summary>
    [JsonIgnore]
    public double ServiceSeconds { get; init; }
}

/// <summary>A value that has a limit.</summary>
internal readonly record struct Gauge(int Now, int Limit)
{
    /// <summary>The most that it has been; null where nobody looked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Most { get; init; }
}

/// <summary>One worker process.</summary>
/// <param name="Age">Of the process.</param>
/// <param name="HeartbeatAge">Since its loop last turned; null before it turned first.</param>
/// <param name="Leaving">Why it was told to leave; null if it was not.</param>
/// <param name="Accepting">A new connection would wake it.</param>
/// <param name="Rejected">Requests it turned away, by reason.</param>
/// <param name="Running">What its slots are running, the oldest first.</param>
internal sealed record WorkerStatus(
    int Id,
    int Pid,
    int Generation,
    string State,
    double Age,
    double? HeartbeatAge,
    string? Leaving,
    bool Accepting,
    Gauge Busy,
    Gauge Queued,
    int Connections,
    long Accepted,
    long Requests,
    long Failures,
    IReadOnlyDictionary<string, long> Rejected,
    IReadOnlyList<RequestStatus> Running)
{
    /// <summary>Of its connections, those that are parked.</summary>
    public int Parked { get; init; }

    /// <summary>How long its requests took.</summary>
    public LatencyStatus ServiceTime { get; init; } = LatencyStatus.None;

    /// <summary>Null if it is not known.</summary>
    public ProcessStatus? Process { get; init; }
}

/// <summary>A worker as a process.</summary>
/// <param name="PrivateBytes">Memory that would be free without it.</param>
/// <param name="ProportionalBytes">PSS: shared pages count by their share.</param>
/// <param name="CpuSeconds">User and system, since its start.</param>
/// <param name="GcPause">Seconds for which the collector has stopped it.</param>
/// <param name="HeapBytes">The managed heap.</param>
/// <param name="LoopLag">Seconds that a callback waited for its turn on the loop.</param>
/// <param name="PoolQueue">Work that waits for a thread of the pool.</param>
internal sealed record ProcessStatus(
    long PrivateBytes, long ProportionalBytes, double CpuSeconds, double GcPause, long GcCollections, long HeapBytes, double LoopLag, long PoolQueue);

/// <summary>One request that runs.</summary>
/// <param name="Deadline">Seconds until it is up; null if it has none.</param>
/// <param name="Thread">The managed thread that began to run it.</param>
/// <param name="Torn">The worker died while it wrote this; the fields may not belong together.</param>
internal sealed record RequestStatus(string Method, string Path, string? RequestId, double Age, double? Deadline, int Thread, bool Torn);

/// <summary>Workers that have exited.</summary>
/// <param name="Reasons">How many for each reason.</param>
/// <param name="FailuresInARow">Deaths that hold up the next start.</param>
/// <param name="NextStart">Seconds until a worker may be started again; null if it may.</param>
internal sealed record ExitStatus(IReadOnlyDictionary<string, int> Reasons, LastExitStatus? Last, int FailuresInARow, double? NextStart);

/// <summary>The latest exit.</summary>
/// <param name="How">Exit code or signal.</param>
internal sealed record LastExitStatus(int WorkerId, int Pid, int Generation, string Reason, string How, double Age);
