using System.Globalization;
using AppHost.Host.Control.Status;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AppHost.Host.Commands;

/// <summary>
/// Two statuses as one picture: gauges as bars of now / most since the start / limit, rates between the two, the workers, and
/// what runs longest. Red is kept for a queue, an old generation, a loop that stands still, a crash loop. Not thread-safe.
/// </summary>
internal sealed class TopView(StatusSnapshot first)
{
    private const int BarCells = 20;
    private const int RequestsShown = 8;
    private const int CrashLoop = 3;
    private const double StaleHeartbeat = 3;

    private StatusSnapshot _now = first;
    private StatusSnapshot _before = first;
    private int _mostConnections = first.Totals.Connections;

    private double Seconds => Math.Max(0.001, _now.Host.Uptime - _before.Host.Uptime);

    /// <summary>Takes the next status.</summary>
    public void Take(StatusSnapshot status)
    {
        _before = _now;
        _now = status;
        _mostConnections = Math.Max(_mostConnections, status.Totals.Connections);
    }

    /// <summary>The picture.</summary>
    public IRenderable Render() => new Rows(Head(), Gauges(), Workers(), Requests());

    private Markup Head()
    {
        HostStatus host = _now.Host;
        string alarm = host.LoopAge > StaleHeartbeat ? $"  [red]the master's loop has stood still for {StatusText.Age(host.LoopAge)}[/]"
            : _now.Exits.FailuresInARow >= CrashLoop ? $"  [red]{_now.Exits.FailuresInARow} failures in a row[/]"
            : "";
        return new Markup(
            $"[bold]{Markup.Escape(host.Name)}[/] {host.State}, pid {host.Pid}, up {StatusText.Age(host.Uptime)}, generation {host.Generation}, "
            + $"{host.Workers} x {host.Slots} {Markup.Escape(host.WorkerClass ?? "")}, {Markup.Escape(string.Join(", ", host.Addresses))}{alarm}");
    }

    private Table Gauges()
    {
        TotalStatus totals = _now.Totals;
        var table = new Table().NoBorder().HideHeaders().AddColumns("", "", "");
        AddGauge(table, "busy", totals.Busy, alarm: false);
        AddGauge(table, "queued", totals.Queued, alarm: totals.Queued.Now > 0);
        foreach (ListenerStatus listener in _now.Listeners)
        {
            if (listener.Backlog is { } backlog) AddGauge(table, "backlog", backlog, alarm: false);
        }

        table.AddRow("connections", "", $"{Number(totals.Connections)} now, {Number(_mostConnections)} most");
        double rejected = Rate(status => status.Totals.Rejected.Values.Sum());
        table.AddRow(
            "requests/s", "",
            $"{Number(Rate(status => status.Totals.Requests))} served, "
            + (rejected > 0 ? $"[red]{Number(rejected)} rejected[/]" : "0 rejected")
            + $", {Number(Rate(status => status.Totals.Answers.GetValueOrDefault("5xx")))} with 5xx");
        table.AddRow(
            "time", "",
            $"service p50 {WorkersText.Time(totals.ServiceTime.P50)} p99 {WorkersText.Time(totals.ServiceTime.P99)}, "
            + $"queue p50 {WorkersText.Time(totals.QueueTime.P50)} p99 {WorkersText.Time(totals.QueueTime.P99)} (since the start)");
        return table;
    }

    private Table Workers()
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("ID", "PID", "GEN", "STATE", "BUSY", "QUEUE", "REQ/S", "P99", "CPU", "PRIVATE", "LAG", "BEAT");
        foreach (WorkerStatus worker in _now.Workers)
        {
            WorkerStatus? before = _before.Workers.FirstOrDefault(candidate => candidate.Pid == worker.Pid);
            table.AddRow(
                Number(worker.Id),
                worker.Pid.ToString(CultureInfo.InvariantCulture),
                Red(Number(worker.Generation), worker.Generation < _now.Host.Generation),
                worker.Leaving is null ? worker.State : $"{worker.State}: {worker.Leaving}",
                $"{Number(worker.Busy.Now)}/{Number(worker.Busy.Limit)}",
                Red($"{Number(worker.Queued.Now)}/{Number(worker.Queued.Limit)}", worker.Queued.Now > 0),
                Number((worker.Requests - (before?.Requests ?? 0)) / Seconds),
                WorkersText.Time(worker.ServiceTime.P99),
                worker.Process is { } process ? $"{(process.CpuSeconds - (before?.Process?.CpuSeconds ?? process.CpuSeconds)) / Seconds:P0}" : "-",
                worker.Process is null ? "-" : WorkersText.Memory(worker.Process.PrivateBytes),
                worker.Process is null ? "-" : WorkersText.Time(worker.Process.LoopLag),
                Red(worker.HeartbeatAge is { } beat ? StatusText.Age(beat) : "-", worker.HeartbeatAge > StaleHeartbeat));
        }

        return table;
    }

    private IRenderable Requests()
    {
        IReadOnlyList<RunningRequest> running = RunningRequest.Of(_now);
        if (running.Count == 0) return new Text("");
        return new Rows(running.Take(RequestsShown).Select(request => new Text(
            $"{StatusText.Age(request.Age),7}  worker {request.Worker}, thread {request.Thread}  {request.Method} {request.Path} {request.RequestId}"
                .TrimEnd()) { Overflow = Overflow.Ellipsis }));
    }

    private static void AddGauge(Table table, string name, Gauge gauge, bool alarm)
    {
        int filled = gauge.Limit == 0 ? 0 : Math.Min(BarCells, (int)Math.Ceiling((double)BarCells * gauge.Now / gauge.Limit));
        table.AddRow(
            name,
            Red($"{new string('#', filled)}{new string('.', BarCells - filled)}", alarm),
            Red($"{Number(gauge.Now)} now{(gauge.Most is { } most ? $", {Number(most)} most" : "")}, {Number(gauge.Limit)} limit", alarm));
    }

    private double Rate(Func<StatusSnapshot, long> count) => Math.Max(0, (count(_now) - count(_before)) / Seconds);

    private static string Red(string text, bool alarm) => alarm ? $"[red]{text}[/]" : text;

    private static string Number(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
