using AppHost.Bench.Options;

namespace AppHost.Bench.Contestants;

/// <summary>All servers, in the order of reports.</summary>
internal static class ContestantCatalog
{
    public static AppHostServer AppHostAsync { get; } = new("async");

    public static AppHostServer AppHostThreaded { get; } = new("threaded");

    public static AppHostServer AppHostAsyncSockets { get; } = new("async", sockets: true);

    public static AppHostServer AppHostThreadedSockets { get; } = new("threaded", sockets: true);

    public static AppHostServer AppHostSync { get; } = new("sync");

    public static NginxServer Nginx { get; } = new(file: false);

    public static NginxServer NginxFile { get; } = new(file: true);

    public static KestrelServer Kestrel { get; } = new(bytes: false);

    public static KestrelServer KestrelBytes { get; } = new(bytes: true);

    public static GoServer Go { get; } = new();

    public static NodeServer Node { get; } = new();

    public static PumaServer Puma { get; } = new();

    public static GunicornServer Gthread { get; } = new(threads: true);

    public static GunicornServer GunicornSync { get; } = new(threads: false);

    public static UwsgiServer Uwsgi { get; } = new();

    public static PhpFpmServer PhpFpm { get; } = new();

    public static IReadOnlyList<Contestant> All { get; } =
    [
        AppHostAsync, AppHostAsyncSockets, Nginx, NginxFile, KestrelBytes, Kestrel, Go, Node,
        AppHostThreaded, AppHostThreadedSockets, AppHostSync, Puma, Gthread, GunicornSync, Uwsgi, PhpFpm,
    ];

    /// <summary>Those that a run of this size measures: a quick one has no time for variants unless they were asked for.</summary>
    public static IReadOnlyList<Contestant> For(RunSize size, bool named) =>
        size == RunSize.Quick && !named ? [.. All.Where(one => !one.IsVariant)] : All;
}
