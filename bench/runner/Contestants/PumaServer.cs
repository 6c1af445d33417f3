using System.Globalization;
using AppHost.Bench.Processes;

namespace AppHost.Bench.Contestants;

/// <summary>Puma in cluster mode.</summary>
internal sealed class PumaServer : Contestant
{
    /// <inheritdoc />
    public override string Name => "Puma";

    /// <inheritdoc />
    public override IReadOnlyList<string> Needs => ["puma"];

    /// <inheritdoc />
    public override Concurrency Concurrency => Concurrency.Threads;

    /// <inheritdoc />
    public override ReloadAction Reload { get; } = new("kill -USR1 MASTER (phased restart)", Signals.User1);

    /// <inheritdoc />
    public override IReadOnlyList<LaunchCommand> Launch(LaunchPlace place)
    {
        var workers = place.Sizing.Workers.ToString(CultureInfo.InvariantCulture);
        var threads = place.Sizing.Threads.ToString(CultureInfo.InvariantCulture);
        return
        [
            new LaunchCommand("puma",
            [
                "--quiet", "--environment", "production", "--workers", workers, "--threads", $"{threads}:{threads}",
                "--bind", $"tcp://127.0.0.1:{place.Port}", Path.Combine(place.Peer("puma"), "config.ru"),
            ]) { Folder = place.Folder },
        ];
    }
}
