using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>What is left of workers that have exited. Immutable: each exit makes a new one.</summary>
/// <param name="Requests">Requests they ended, so that totals of the host never go back.</param>
/// <param name="Rejected">By <see cref="RejectReason"/>.</param>
internal sealed record PastWorkers(
    IReadOnlyDictionary<ExitReason, int> Exits,
    WorkerExit? Last,
    long Requests,
    long Failures,
    long Accepted,
    IReadOnlyList<long> Rejected)
{
    /// <summary>Answers by the first digit of their status.</summary>
    public IReadOnlyList<long> Answers { get; init; } = new long[ScoreboardLayout.StatusClasses];

    /// <summary>How long their requests took.</summary>
    public RequestDurations Durations { get; init; } = RequestDurations.None;

    public long AccessLogDropped { get; init; }

    public IncidentCounts Incidents { get; init; }

    /// <summary>What became of their idle connections.</summary>
    public IdleCounts Idle { get; init; } = IdleCounts.None;

    /// <summary>What their classes of requests had, by name: the same name may have had another number in another generation.</summary>
    public IReadOnlyDictionary<string, ClassCounts> Classes { get; init; } = new Dictionary<string, ClassCounts>();

    public static PastWorkers None { get; } =
        new(new Dictionary<ExitReason, int>(), null, 0, 0, 0, new long[Enum.GetValues<RejectReason>().Length]);

    /// <summary>With one more; its region must not have been cleared yet.</summary>
    /// <param name="classes">The names of its classes of requests, in the order of its configuration.</param>
    public PastWorkers With(WorkerExit exit, WorkerRegion region, IReadOnlyList<string>? classes = null)
    {
        var exits = new Dictionary<ExitReason, int>(Exits);
        exits[exit.Reason] = exits.GetValueOrDefault(exit.Reason) + 1;
        return new PastWorkers(
            exits,
            exit,
            Requests + Volatile.Read(ref region.Requests),
            Failures + Volatile.Read(ref region.Failures),
            Accepted + Volatile.Read(ref region.Accepted),
            [.. Rejected.Select((count, reason) => count + Volatile.Read(ref region.Rejected((RejectReason)reason)))])
        {
            Answers = [.. Answers.Select((count, status) => count + Volatile.Read(ref region.Answers(status)))],
            Durations = Durations.Plus(RequestDurations.Of(region)),
            Incidents = Incidents.Plus(IncidentCounts.Of(region)),
            Idle = Idle.Plus(IdleCounts.Of(region)),
            AccessLogDropped = AccessLogDropped + Volatile.Read(ref region.AccessLogDropped),
            Classes = With(classes ?? [], region),
        };
    }

    private Dictionary<string, ClassCounts> With(IReadOnlyList<string> classes, WorkerRegion region)
    {
        var sum = new Dictionary<string, ClassCounts>(Classes);
        for (int i = 0; i < classes.Count; i++)
        {
            // Nothing of it runs any more, whatever it was doing when it went.
            ClassCounts own = ClassCounts.Of(region, i + 1) with { Inside = 0 };
            sum[classes[i]] = sum.TryGetValue(classes[i], out ClassCounts? others) ? others.Plus(own) : own;
        }

        return sum;
    }
}

/// <summary>The end of one worker.</summary>
/// <param name="How">The exit code or the signal, in words.</param>
/// <param name="At">Monotonic.</param>
internal sealed record WorkerExit(int WorkerId, int ProcessId, int Generation, ExitReason Reason, string How, TimeSpan At);
