using System.Globalization;
using AppHost.Bench.Processes;

namespace AppHost.Bench.Contestants;

/// <summary>Node's cluster module.</summary>
internal sealed class NodeServer : Contestant
{
    /// <inheritdoc />
    public override string Name => "Node cluster";

    /// <inheritdoc />
    public override IReadOnlyList<string> Needs => ["node"];

    /// <inheritdoc />
    public override Concurrency Concurrency => Concurrency.EventLoop;

    /// <inheritdoc />
    public override IReadOnlyList<LaunchCommand> Launch(LaunchPlace place) =>
    [
        new LaunchCommand("node", [Path.Combine(place.Peer("node"), "server.js")])
        {
            Environment = new Dictionary<string, string>
            {
                ["PORT"] = place.Port.ToString(CultureInfo.InvariantCulture),
                ["WORKERS"] = place.Sizing.Workers.ToString(CultureInfo.InvariantCulture),
            },
        },
    ];
}
