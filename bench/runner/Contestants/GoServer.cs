using System.Globalization;
using AppHost.Bench.Processes;

namespace AppHost.Bench.Contestants;

/// <summary>Go's net/http.</summary>
internal sealed class GoServer : Contestant
{
    /// <inheritdoc />
    public override string Name => "Go net/http";

    /// <inheritdoc />
    public override IReadOnlyList<string> Needs => ["go"];

    /// <inheritdoc />
    public override Concurrency Concurrency => Concurrency.OneProcess;

    /// <inheritdoc />
    public override ReloadAction Reload { get; } = new("kill -TERM, then start (systemctl restart)", Signals.Terminate, Restarts: true);

    /// <inheritdoc />
    public override IReadOnlyList<LaunchCommand> Launch(LaunchPlace place) =>
    [
        new LaunchCommand(place.Repository.GoProgram, [])
        {
            Environment = new Dictionary<string, string> { ["PORT"] = place.Port.ToString(CultureInfo.InvariantCulture) },
        },
    ];
}
