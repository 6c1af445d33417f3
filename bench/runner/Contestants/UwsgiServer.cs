using AppHost.Bench.Processes;

namespace AppHost.Bench.Contestants;

/// <summary>uWSGI with the same Python app as Gunicorn.</summary>
internal sealed class UwsgiServer : Contestant
{
    /// <inheritdoc />
    public override string Name => "uWSGI";

    /// <inheritdoc />
    public override IReadOnlyList<string> Needs => ["uwsgi"];

    /// <inheritdoc />
    public override Concurrency Concurrency => Concurrency.Threads;

    /// <inheritdoc />
    public override ReloadAction Reload { get; } = new("echo c > FIFO (chain reload)", FifoOrder: "c");

    /// <inheritdoc />
    public override IReadOnlyList<LaunchCommand> Launch(LaunchPlace place) =>
    [
        new LaunchCommand("uwsgi", ["--ini", place.Configure("uwsgi", "uwsgi.ini")])
        {
            Environment = new Dictionary<string, string> { ["PYTHONDONTWRITEBYTECODE"] = "1" },
        },
    ];
}
