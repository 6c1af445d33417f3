using System.Globalization;
using AppHost.Bench.Processes;

namespace AppHost.Bench.Contestants;

/// <summary>AppHost with one of its worker classes.</summary>
/// <param name="workerClass">As <c>--worker-class</c> takes it.</param>
/// <param name="sockets">With Kestrel's socket transport instead of the host's own event loop.</param>
internal sealed class AppHostServer(string workerClass, bool sockets = false) : Contestant
{
    /// <inheritdoc />
    public override string Name => "AppHost " + workerClass + (sockets ? " sockets" : "");

    /// <inheritdoc />
    public override bool IsAppHost => true;

    /// <inheritdoc />
    public override bool IsVariant => sockets;

    /// <inheritdoc />
    public override Concurrency Concurrency => workerClass switch
    {
        "async" => Concurrency.EventLoop,
        "threaded" => Concurrency.Threads,
        _ => Concurrency.Processes,
    };

    /// <inheritdoc />
    public override ReloadAction Reload { get; } = new("kill -HUP MASTER", Signals.Hup);

    /// <inheritdoc />
    public override IReadOnlyList<LaunchCommand> Launch(LaunchPlace place)
    {
        List<string> arguments =
        [
            "run", "--workers", Text(place.Sizing.Workers), "--worker-class", workerClass,
            .. workerClass == "threaded" ? ["--threads", Text(place.Sizing.Threads)] : Array.Empty<string>(),
            .. sockets ? ["--transport", "sockets"] : Array.Empty<string>(),
            .. place.Queue is { } queue ? ["--queue", Text(queue)] : Array.Empty<string>(),
            "--handler", workerClass == "async" ? "BenchHandlers.EventLoopHandler" : "BenchHandlers.BlockingHandler",
            "--bind", $"http://127.0.0.1:{place.Port}",
            // A new generation is given a second instead of ten before the others follow, so that a measurement covers a whole reload.
            "--bake", "1s",
            "--run-folder", Path.Combine(place.Folder, "run"), "--state-folder", Path.Combine(place.Folder, "state"),
            place.Repository.Handlers,
        ];
        return [new LaunchCommand(place.Repository.AppHost, arguments)];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
