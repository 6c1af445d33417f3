using AppHost.Load.Connections;

namespace AppHost.Load.Statistics;

/// <summary>
/// Everything one thread counts. A request belongs to the measured window when its intended start does, however late it ends; rates and
/// CPU are taken over the answers that arrived within the window. Pure bookkeeping: all times are handed in.
/// </summary>
/// <param name="windowStart">Start of the measured window, a monotonic timestamp in nanoseconds.</param>
/// <param name="windowEnd">Its planned end.</param>
/// <param name="paths">How many paths there are.</param>
/// <param name="log">Where every request is written, or null.</param>
internal sealed class RunStatistics(long windowStart, long windowEnd, int paths, RequestLog? log)
{
    /// <summary>Latency of useful answers, from the intended start.</summary>
    public LatencyHistogram Useful { get; } = new();

    /// <summary>Latency of the other answers (3xx, 4xx, 5xx), from the intended start.</summary>
    public LatencyHistogram OtherAnswers { get; } = new();

    /// <summary>Latency of useful answers by path.</summary>
    public LatencyHistogram[] UsefulByPath { get; } = [.. Enumerable.Range(0, paths).Select(_ => new LatencyHistogram())];

    /// <summary>How late requests that found an idle connection were sent: the generator's own error.</summary>
    public LatencyHistogram Lateness { get; } = new();

    /// <summary>How long requests that found no idle connection waited for one.</summary>
    public LatencyHistogram Waited { get; } = new();

    /// <summary>Requests of the window by outcome.</summary>
    public long[] Outcomes { get; } = new long[Enum.GetValues<RequestOutcome>().Length];

    /// <summary>Answers of the window by status code.</summary>
    public long[] Statuses { get; } = new long[600];

    /// <summary>Ended kept connections by reason, during the whole run.</summary>
    public long[] ConnectionEnds { get; } = new long[Enum.GetValues<ConnectionEnd>().Length];

    /// <summary>Connections opened during the whole run.</summary>
    public long Opened { get; set; }

    /// <summary>Bytes received during the whole run.</summary>
    public long BytesReceived { get; set; }

    /// <summary>Requests whose intended start lies in the window.</summary>
    public long Requests { get; private set; }

    /// <summary>Answers that arrived within the window, whenever their request started.</summary>
    public long AnswersInWindow { get; private set; }

    /// <summary>Useful answers that arrived within the window, whenever their request started.</summary>
    public long UsefulInWindow { get; private set; }

    /// <summary>When the last request ended.</summary>
    public long LastEnd { get; private set; }

    /// <summary>The log every request is written to, or null.</summary>
    public RequestLog? Log { get; } = log;

    /// <summary>A request is about to be sent.</summary>
    public void RecordSend(in PendingRequest request, long now, bool waited)
    {
        if (request.IntendedAt >= windowStart)
            (waited ? Waited : Lateness).Record(now - request.IntendedAt);
    }

    /// <summary>A request has ended.</summary>
    /// <param name="request">The request.</param>
    /// <param name="outcome">How.</param>
    /// <param name="status">Status code, 0 without a response.</param>
    /// <param name="sentAt">When it was first sent; ignored when it never was.</param>
    /// <param name="now">When it ended.</param>
    public void RecordEnd(in PendingRequest request, RequestOutcome outcome, int status, long? sentAt, long now)
    {
        var latency = now - request.IntendedAt;
        LastEnd = Math.Max(LastEnd, now);
        Log?.Add(new RequestRecord(
            request.IntendedAt - windowStart, latency, (sentAt - request.IntendedAt) ?? -1, (ushort)request.Path, outcome, (ushort)status));
        if (outcome.IsAnswer() && now >= windowStart && now < windowEnd)
        {
            AnswersInWindow++;
            UsefulInWindow += outcome == RequestOutcome.Useful ? 1 : 0;
        }
        if (request.IntendedAt < windowStart)
            return;
        Requests++;
        Outcomes[(int)outcome]++;
        if (!outcome.IsAnswer())
            return;
        Statuses[status]++;
        (outcome == RequestOutcome.Useful ? Useful : OtherAnswers).Record(latency);
        if (outcome == RequestOutcome.Useful)
            UsefulByPath[request.Path].Record(latency);
    }

    /// <summary>Adds what another thread counted.</summary>
    public void Add(RunStatistics other)
    {
        Useful.Add(other.Useful);
        OtherAnswers.Add(other.OtherAnswers);
        Lateness.Add(other.Lateness);
        Waited.Add(other.Waited);
        for (var i = 0; i < UsefulByPath.Length; i++)
            UsefulByPath[i].Add(other.UsefulByPath[i]);
        AddCounts(Outcomes, other.Outcomes);
        AddCounts(Statuses, other.Statuses);
        AddCounts(ConnectionEnds, other.ConnectionEnds);
        Opened += other.Opened;
        BytesReceived += other.BytesReceived;
        Requests += other.Requests;
        AnswersInWindow += other.AnswersInWindow;
        UsefulInWindow += other.UsefulInWindow;
        LastEnd = Math.Max(LastEnd, other.LastEnd);
    }

    private static void AddCounts(long[] sums, long[] counts)
    {
        for (var i = 0; i < sums.Length; i++)
            sums[i] += counts[i];
    }
}
