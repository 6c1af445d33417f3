using AppHost.Bench.Processes;

namespace AppHost.Bench.Contestants;

/// <summary>php-fpm behind nginx.</summary>
internal sealed class PhpFpmServer : Contestant
{
    /// <inheritdoc />
    public override string Name => "php-fpm + nginx";

    /// <inheritdoc />
    public override IReadOnlyList<string> Needs => ["php-fpm", "nginx"];

    /// <inheritdoc />
    public override Concurrency Concurrency => Concurrency.Processes;

    /// <inheritdoc />
    public override ReloadAction Reload { get; } = new("kill -USR2 MASTER", Signals.User2);

    /// <inheritdoc />
    public override IReadOnlyList<LaunchCommand> Launch(LaunchPlace place)
    {
        var fpm = place.Configure("php-fpm", "php-fpm.conf", "user = root\ngroup = root");
        var nginx = place.Configure("php-fpm", "nginx.conf", "user root;");
        return
        [
            new LaunchCommand(place.Repository.PhpFpm, ["--nodaemonize", "--allow-to-run-as-root", "--fpm-config", fpm]),
            new LaunchCommand("nginx", ["-c", nginx, "-g", "daemon off;"]),
        ];
    }

    /// <inheritdoc />
    public override IReadOnlyList<int> WorkersOf(IReadOnlyList<ProcessEntry> processes, IReadOnlyCollection<int> started) =>
        [.. processes.Where(process => process.Parent == started.First()).Select(process => process.Pid)];
}
