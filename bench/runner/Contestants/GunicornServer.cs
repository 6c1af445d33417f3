using System.Globalization;
using AppHost.Bench.Processes;

namespace AppHost.Bench.Contestants;

/// <summary>Gunicorn with its worker class sync or gthread.</summary>
internal sealed class GunicornServer(bool threads) : Contestant
{
    /// <inheritdoc />
    public override string Name => threads ? "Gunicorn gthread" : "Gunicorn sync";

    /// <inheritdoc />
    public override IReadOnlyList<string> Needs => ["gunicorn"];

    /// <inheritdoc />
    public override Concurrency Concurrency => threads ? Concurrency.Threads : Concurrency.Processes;

    /// <inheritdoc />
    public override ReloadAction Reload { get; } = new("kill -HUP MASTER", Signals.Hup);

    /// <inheritdoc />
    public override IReadOnlyList<LaunchCommand> Launch(LaunchPlace place) =>
    [
        new LaunchCommand("gunicorn",
        [
            "--workers", Text(place.Sizing.Workers),
            .. threads
                ? ["--worker-class", "gthread", "--threads", Text(place.Sizing.Threads), "--keep-alive", "75"]
                : Array.Empty<string>(),
            "--bind", $"127.0.0.1:{place.Port}", "--log-level", "warning", "--chdir", place.Peer("gunicorn"), "app:application",
        ])
        {
            // No .pyc files in the working tree.
            Environment = new Dictionary<string, string> { ["PYTHONDONTWRITEBYTECODE"] = "1" },
        },
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
