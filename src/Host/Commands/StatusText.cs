using System.Globalization;
using AppHost.Host.Control.Status;
using AppHost.Host.Output;
using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Commands;

/// <summary>
/// A status for people, in the order of their questions: is it saturated, does it turn requests away, which worker is odd, what
/// is it doing, why did workers go. Red is kept for what needs somebody: a queue, a worker of an old generation, a loop that
/// stands still, a crash loop. Pure.
/// </summary>
/// <param name="width">Columns of the terminal.</param>
internal sealed class StatusText(StatusSnapshot status, int width, bool useColor)
{
    private const int BarCells = 20;
    private const int RequestsShown = 10;
    private const double LongRequest = 1;
    private const double StaleHeartbeat = 3;
    private const int CrashLoop = 3;

    private static readonly TextColumn[] ClassColumns =
    [
        new("CLASS", Right: false), new("NOW"), new("REQUESTS"), new("REJECTED"), new("WAIT P99", Dispensable: 1), new("TIME P99", Dispensable: 2),
    ];

    private static readonly TextColumn[] WorkerColumns =
    [
        new("ID"), new("PID", Dispensable: 2), new("GEN"), new("STATE", Right: false), new("AGE", Dispensable: 3), new("BEAT"), new("BUSY"),
        new("QUEUE"), new("CONNS", Dispensable: 4), new("REQUESTS", Dispensable: 5), new("REJECTED", Dispensable: 1),
    ];

    /// <summary>The lines, none longer than the width.</summary>
    public IReadOnlyList<string> Lines() =>
        [.. Head(), "", .. Load(), .. Classes(), "", .. TextTable.Lines(WorkerColumns, [.. status.Workers.Select(Row)], width), .. LongRequests(), .. History()];

    private IEnumerable<string> Head()
    {
        HostStatus host = status.Host;
        yield return Cut($"{host.Name}: {host.State}, pid {host.Pid}, up {Age(host.Uptime)}, apphost {host.Version}, {host.Runtime}");
        if (host.LoopAge > StaleHeartbeat) yield return Cut($"The master's loop has stood still for {Age(host.LoopAge)}.", alarm: true);
        yield return Cut($"{string.Join(", ", host.Addresses)}");
        string kind = host.WorkerClass is null ? "" : $", {host.WorkerClass}";
        yield return Cut($"generation {host.Generation}{kind}, {Counted.Of(host.Workers, "worker")}{(host.Slots > 0 ? $" x {Counted.Of(host.Slots, "slot")}" : "")}");
    }

    private IEnumerable<string> Load()
    {
        TotalStatus totals = status.Totals;
        int filled = totals.Busy.Limit == 0 ? 0 : Math.Min(BarCells, (int)Math.Ceiling((double)BarCells * totals.Busy.Now / totals.Busy.Limit));
        yield return Cut($"busy         [{new string('#', filled)}{new string('.', BarCells - filled)}] {Text(totals.Busy)}{Most(totals.Busy)}");
        yield return Cut($"queued       {Text(totals.Queued)}{Most(totals.Queued)}", alarm: totals.Queued.Now > 0);
        foreach (ListenerStatus listener in status.Listeners)
        {
            if (listener.Backlog is { } backlog) yield return Cut($"backlog      {Text(backlog)} in the kernel for {listener.Address}");
        }

        yield return Cut($"connections  {Text(totals.Connections)}{Idle(totals.Idle)}");
        yield return Cut($"requests     {Text(totals.Requests)}, failed {Text(totals.Failures)}");
        if (totals.Incidents != default)
        {
            IncidentCounts incidents = totals.Incidents;
            yield return Cut($"overdue      slow {Text(incidents.Slow)}, answered by the deadline {Text(incidents.Expired)}, "
                + $"stuck {Text(incidents.Stuck)}, loop blocked {Text(incidents.LoopBlocks)}");
        }

        string reasons = string.Join(", ", totals.Rejected.Where(reason => reason.Value > 0).Select(reason => $"{reason.Key} {Text(reason.Value)}"));
        yield return Cut($"rejected     {Text(totals.Rejected.Values.Sum())}{(reasons.Length > 0 ? $": {reasons}" : "")}");
    }

    private static string Idle(IdleStatus idle)
    {
        string parked = idle.Now > 0 ? $", parked {Text(idle.Now)}" : "";
        string reasons = string.Join(", ", idle.HandedOff.Where(reason => reason.Value > 0).Select(reason => $"{reason.Key} {Text(reason.Value)}"));
        return parked + (reasons.Length > 0 ? $"; handed off: {reasons}" : "");
    }

    private IEnumerable<string> Classes() => status.Classes.Count == 0
        ? []
        : ["", .. TextTable.Lines(ClassColumns, [.. status.Classes.Select(Row)], width)];

    private static IReadOnlyList<TextCell> Row(ClassStatus requests) =>
    [
        new(requests.Name), new(Text(requests.Now)), new(Text(requests.Requests)), new(Text(requests.Rejected)),
        new(Milliseconds(requests.QueueTime.P99)), new(Milliseconds(requests.ServiceTime.P99)),
    ];

    private IReadOnlyList<TextCell> Row(WorkerStatus worker) =>
    [
        new(Text(worker.Id)),
        new(worker.Pid.ToString(CultureInfo.InvariantCulture)),
        Alarm(Text(worker.Generation), worker.Generation < status.Host.Generation),
        new(worker.Leaving is null ? worker.State : $"{worker.State}: {worker.Leaving}"),
        new(Age(worker.Age)),
        Alarm(worker.HeartbeatAge is { } beat ? Age(beat) : "-", worker.HeartbeatAge > StaleHeartbeat),
        new(Text(worker.Busy)),
        Alarm(Text(worker.Queued), worker.Queued.Now > 0),
        new(Text(worker.Connections)),
        new(Text(worker.Requests)),
        new(Text(worker.Rejected.Values.Sum())),
    ];

    private IEnumerable<string> LongRequests()
    {
        List<(WorkerStatus Worker, RequestStatus Request)> running =
        [
            .. status.Workers.SelectMany(worker => worker.Running.Select(request => (Worker: worker, Request: request)))
                .Where(one => one.Request.Age >= LongRequest).OrderByDescending(one => one.Request.Age)
        ];
        if (running.Count == 0) yield break;
        yield return "";
        yield return running.Count > RequestsShown
            ? $"running for {LongRequest:0} s or longer, the oldest {RequestsShown} of {running.Count}:"
            : $"running for {LongRequest:0} s or longer:";
        foreach ((WorkerStatus worker, RequestStatus request) in running.Take(RequestsShown))
        {
            string id = request.RequestId is null ? "" : $" id {request.RequestId}";
            string torn = request.Torn ? " (record torn)" : "";
            yield return Cut($"{Age(request.Age),7}  worker {worker.Id}, thread {request.Thread}  {request.Method} {request.Path}{id}{torn}");
        }
    }

    private IEnumerable<string> History()
    {
        yield return "";
        foreach (GenerationStatus generation in status.Generations.Where(_ => status.Generations.Count > 1))
        {
            string waiting = generation.State == "draining" ? $", {Counted.Of(generation.Requests, "request")} and {Counted.Of(generation.Connections, "connection")} left" : "";
            yield return Cut($"generation {generation.Number}: {generation.State}, {Counted.Of(generation.Workers, "worker")}{waiting}, {generation.App}");
        }

        ReloadStatus reload = status.Reload;
        string now = reload.State + (reload.Generation is { } number ? $" of generation {number}" : "") + (reload.Age is { } age ? $" for {Age(age)}" : "");
        string last = reload.Last is { } end ? $"; the last {Age(end.Age)} ago: {end.Result}{(end.Story is null ? "" : $", {FirstLine(end.Story)}")}" : "";
        yield return Cut($"reload: {now}{last}");
        ExitStatus exits = status.Exits;
        string reasons = string.Join(", ", exits.Reasons.Select(reason => $"{reason.Key} {reason.Value}"));
        string exit = exits.Last is { } one ? $"; the last {Age(one.Age)} ago: worker {one.WorkerId}, {one.Reason}, {one.How}" : "";
        yield return Cut($"exits: {(reasons.Length > 0 ? reasons : "none")}{exit}");
        if (exits.FailuresInARow == 0) yield break;
        string next = exits.NextStart is { } wait ? $"; the next worker starts in {Age(wait)}" : "";
        yield return Cut($"failures in a row: {exits.FailuresInARow}{next}", alarm: exits.FailuresInARow >= CrashLoop);
    }

    /// <summary>Seconds as two units at most.</summary>
    public static string Age(double seconds)
    {
        if (seconds < 10) return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0}s");
        var age = TimeSpan.FromSeconds(seconds);
        return age switch
        {
            { TotalMinutes: < 1 } => $"{age.Seconds}s",
            { TotalHours: < 1 } => $"{age.Minutes}m{age.Seconds}s",
            { TotalDays: < 1 } => $"{age.Hours}h{age.Minutes}m",
            _ => $"{age.Days}d{age.Hours}h",
        };
    }

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.#} ms");

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(Gauge gauge) => $"{Text(gauge.Now)}/{Text(gauge.Limit)}";

    private static string Most(Gauge gauge) => gauge.Most is { } most ? $", most {Text(most)}" : "";

    private static string FirstLine(string text) => text.Split('\n')[0];

    private TextCell Alarm(string text, bool alarm) => new(text, alarm && useColor);

    private string Cut(string line, bool alarm = false) =>
        Alarm(line, alarm).Paint(line.Length <= width ? line : string.Concat(line.AsSpan(0, Math.Max(0, width - 3)), "..."));
}
