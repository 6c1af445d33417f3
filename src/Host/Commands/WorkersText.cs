using System.Globalization;
using AppHost.Host.Control.Status;

namespace AppHost.Host.Commands;

/// <summary>Worker processes as a table. Pure.</summary>
internal static class WorkersText
{
    private const double StaleHeartbeat = 3;

    private static readonly TextColumn[] Columns =
    [
        new("ID"), new("PID"), new("GEN"), new("STATE", Right: false), new("AGE", Dispensable: 1), new("BUSY"), new("QUEUE"),
        new("REQUESTS", Dispensable: 2), new("P50"), new("P99"), new("CPU", Dispensable: 3), new("PRIVATE"), new("PSS", Dispensable: 4),
        new("GC-PAUSE", Dispensable: 5), new("LAG", Dispensable: 6), new("BEAT", Dispensable: 7),
    ];

    /// <summary>The lines; columns that do not fit are left out.</summary>
    public static IReadOnlyList<string> Lines(StatusSnapshot status, int width, bool useColor) =>
        TextTable.Lines(Columns, [.. status.Workers.Select(worker => Row(worker, status.Host.Generation, useColor))], width);

    /// <summary>A duration of a request, in the unit that suits it.</summary>
    public static string Time(double seconds) => seconds switch
    {
        0 => "-",
        < 0.001 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:0}us"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:0.#}ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##}s"),
    };

    /// <summary>Memory in MiB.</summary>
    public static string Memory(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):N0}M");

    private static IReadOnlyList<TextCell> Row(WorkerStatus worker, int generation, bool useColor)
    {
        ProcessStatus? process = worker.Process;
        return
        [
            new(Text(worker.Id)),
            new(worker.Pid.ToString(CultureInfo.InvariantCulture)),
            new(Text(worker.Generation), useColor && worker.Generation < generation),
            new(worker.Leaving is null ? worker.State : $"{worker.State}: {worker.Leaving}"),
            new(StatusText.Age(worker.Age)),
            new($"{Text(worker.Busy.Now)}/{Text(worker.Busy.Limit)}"),
            new($"{Text(worker.Queued.Now)}/{Text(worker.Queued.Limit)}", useColor && worker.Queued.Now > 0),
            new(Text(worker.Requests)),
            new(Time(worker.ServiceTime.P50)),
            new(Time(worker.ServiceTime.P99)),
            new(process is null ? "-" : StatusText.Age(process.CpuSeconds)),
            new(process is null ? "-" : Memory(process.PrivateBytes)),
            new(process is null ? "-" : Memory(process.ProportionalBytes)),
            new(process is null ? "-" : Time(process.GcPause)),
            new(process is null ? "-" : Time(process.LoopLag)),
            new(worker.HeartbeatAge is { } beat ? StatusText.Age(beat) : "-", useColor && worker.HeartbeatAge > StaleHeartbeat),
        ];
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
