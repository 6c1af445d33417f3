using System.Globalization;
using AppHost.Load.Engine;
using AppHost.Load.Ideal;
using AppHost.Load.Statistics;

namespace AppHost.Load.Reports;

/// <summary>How a run was made.</summary>
internal sealed record RunSetup(
    string Target, IReadOnlyList<string> Paths, string Method, int BodyBytes, string Loop, double? Rate, string? Arrivals,
    double? ThinkMinMs, double? ThinkMaxMs, int Connections, bool Fresh, string? Skew, double TimeoutMs, double WarmupSeconds,
    double DurationSeconds, long? RequestLimit, ulong Seed, int Threads);

/// <summary>Requests per second within the measured window.</summary>
internal sealed record RunRates(double Intended, double Answers, double Useful);

/// <summary>What became of the connections during the whole run.</summary>
internal sealed record ConnectionCounts(long Opened, IReadOnlyDictionary<string, long> Ended);

/// <summary>What the generator itself cost and how punctual it was.</summary>
internal sealed record GeneratorFigures(
    double CpuMicrosecondsPerRequest, double BusiestThread, Latencies LatenessMs, Latencies WaitedForConnectionMs,
    IReadOnlyList<string> Warnings);

/// <summary>CPU of the watched process trees within the measured window.</summary>
internal sealed record ServerCpu(double Seconds, double MicrosecondsPerAnswer, double? MicrosecondsPerUsefulAnswer);

/// <summary>The ideal server beside the measured one: one queue fed with the same arrivals, or the most a closed loop can get.</summary>
internal sealed record IdealComparison(
    int Servers, double ServiceMs, double Capacity, Latencies? LatencyMs, double? RatioP50, double? RatioP99, double? ClosedLoopRate,
    double UsefulShareOfBest);

/// <summary>Everything a run found, as written to JSON.</summary>
internal sealed record RunReport(
    RunSetup Setup, double WindowSeconds, bool Interrupted, long Requests, RunRates RatesPerSecond,
    IReadOnlyDictionary<string, long> Outcomes, IReadOnlyDictionary<string, long> Statuses, Latencies UsefulMs, Latencies OtherAnswersMs,
    IReadOnlyDictionary<string, Latencies> UsefulByPathMs, ConnectionCounts Connections, long BytesReceived, GeneratorFigures Generator,
    ServerCpu? ServerCpu, IdealComparison? Ideal, IReadOnlyList<HistogramBucket> UsefulBucketsNs,
    IReadOnlyList<HistogramBucket> OtherAnswersBucketsNs)
{
    /// <summary>Makes the report of a run.</summary>
    public static RunReport Of(RunResult result, IdealServer? ideal)
    {
        var s = result.Statistics;
        var seconds = result.WindowSeconds;
        var requestsSent = Math.Max(1, s.Lateness.Count + s.Waited.Count);
        return new RunReport(
            SetupOf(result.Plan), seconds, result.Interrupted, s.Requests,
            new RunRates(Per(s.Requests, seconds), Per(s.AnswersInWindow, seconds), Per(s.UsefulInWindow, seconds)),
            RequestOutcomes.All.ToDictionary(o => o.Name(), o => s.Outcomes[(int)o]),
            Enumerable.Range(0, s.Statuses.Length).Where(i => s.Statuses[i] > 0)
                .ToDictionary(i => i.ToString(CultureInfo.InvariantCulture), i => s.Statuses[i]),
            Latencies.Of(s.Useful), Latencies.Of(s.OtherAnswers),
            result.Plan.Paths.Select((path, i) => (path.Path, Latencies: Latencies.Of(s.UsefulByPath[i])))
                .DistinctBy(p => p.Path).ToDictionary(p => p.Path, p => p.Latencies),
            new ConnectionCounts(s.Opened, Enum.GetValues<ConnectionEnd>().ToDictionary(NameOf, end => s.ConnectionEnds[(int)end])),
            s.BytesReceived,
            new GeneratorFigures(result.GeneratorCpu / 1e3 / requestsSent, result.BusiestThread,
                Latencies.Of(s.Lateness), Latencies.Of(s.Waited),
                GeneratorHealth.Warnings(result.BusiestThread, s)),
            result.ServerCpu is { } cpu
                ? new ServerCpu(cpu / 1e9, Per(cpu / 1e3, s.AnswersInWindow), s.UsefulInWindow > 0 ? cpu / 1e3 / s.UsefulInWindow : null)
                : null,
            ideal is null ? null : Compare(result, ideal),
            [.. s.Useful.Buckets()], [.. s.OtherAnswers.Buckets()]);
    }

    /// <summary>The name of a connection's end in reports.</summary>
    public static string NameOf(ConnectionEnd end) => end switch
    {
        ConnectionEnd.ClosedIdle => "closed-idle",
        ConnectionEnd.ClosedAnnounced => "closed-announced",
        ConnectionEnd.UnexpectedBytes => "unexpected-bytes",
        ConnectionEnd.FailedRequest => "failed-request",
        ConnectionEnd.GivenUp => "given-up",
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, null),
    };

    private static IdealComparison Compare(RunResult result, IdealServer ideal)
    {
        var useful = Per(result.Statistics.UsefulInWindow, result.WindowSeconds);
        if (result.Plan.Pacing is ClosedLoop closed)
        {
            var best = ideal.ClosedLoopRate(result.Plan.Connections, (closed.ThinkMin + closed.ThinkMax) / 2);
            return new IdealComparison(
                ideal.Servers, ideal.Service.TotalMilliseconds, ideal.Capacity, null, null, null, best, useful / best);
        }
        var arrivals = result.Records.Select(record => record.Start).ToArray();
        var sojourn = IdealQueue.Sojourn(arrivals, ideal.Servers, _ => ideal.Service.Ticks * 100, countedFrom: 0);
        var (i, m) = (Latencies.Of(sojourn), Latencies.Of(result.Statistics.Useful));
        var offered = Per(result.Statistics.Requests, result.WindowSeconds);
        return new IdealComparison(ideal.Servers, ideal.Service.TotalMilliseconds, ideal.Capacity, i,
            m.Count > 0 ? m.P50 / i.P50 : null, m.Count > 0 ? m.P99 / i.P99 : null, null, Per(useful, Math.Min(offered, ideal.Capacity)));
    }

    private static RunSetup SetupOf(LoadPlan plan)
    {
        var open = plan.Pacing as OpenLoop;
        var closed = plan.Pacing as ClosedLoop;
        return new RunSetup(
            plan.Target.Text,
            [.. plan.Paths.Select(p => plan.Paths.Count == 1 ? p.Path : FormattableString.Invariant($"{p.Path}:{p.Weight}"))],
            plan.Method, plan.BodyBytes, open is null ? "closed" : "open", open?.Rate, open is null ? null : NameOf(open.Arrivals),
            closed?.ThinkMin.TotalMilliseconds, closed?.ThinkMax.TotalMilliseconds, plan.Connections, plan.Fresh,
            plan.Skew is { } skew
                ? FormattableString.Invariant($"{skew.ConnectionShare * 100}:{skew.RequestShare * 100}")
                : null,
            plan.Timeout.TotalMilliseconds, plan.Warmup.TotalSeconds, plan.Duration.TotalSeconds, plan.Requests, plan.Seed, plan.Threads);
    }

    private static string NameOf(Arrivals.ArrivalKind kind) => kind == Load.Arrivals.ArrivalKind.Poisson ? "poisson" : "fixed";

    private static double Per(double amount, double count) => count > 0 ? amount / count : 0;
}
