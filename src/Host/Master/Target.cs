using AppHost.Worker.Scoreboard;

namespace AppHost.Host.Master;

/// <summary>What the host should look like.</summary>
/// <param name="Generation">The generation that serves; during a reload the old one.</param>
/// <param name="Workers">How many workers, N.</param>
/// <param name="Rollout">The reload on its way, if any.</param>
/// <param name="Stop">Whether the host stops.</param>
/// <param name="NoSpawnBefore">Back-off after failures: no worker is started before this time.</param>
/// <param name="BootsAtOnce">Workers that may boot at the same time: booting is CPU work, more than the cores only makes each late.</param>
/// <param name="HeartbeatTimeout">A worker whose loop stands still for so long is killed.</param>
/// <param name="StopAt">When an announced stop begins.</param>
internal sealed record Target(
    int Generation,
    int Workers,
    Rollout? Rollout,
    StopMode Stop,
    TimeSpan NoSpawnBefore,
    int BootsAtOnce,
    TimeSpan HeartbeatTimeout,
    TimeSpan StopAt = default)
{
    /// <summary>The scoreboard has room for two generations that overlap, and as many again that drain.</summary>
    public const int MostWorkers = ScoreboardLayout.Regions / 4;
}
