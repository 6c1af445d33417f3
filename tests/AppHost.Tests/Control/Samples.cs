using AppHost.Host.Control.Status;

namespace AppHost.Tests.Control;

/// <summary>A host in good health, to be changed by tests.</summary>
internal static class Samples
{
    public static WorkerStatus Worker { get; } = new(
        0, 4712, 3, "ready", 3_700, 0.1, null, true, new Gauge(3, 16), new Gauge(0, 64), 12, 500, 182_311, 4, Rejected(0), []);

    public static StatusSnapshot Status { get; } = new()
    {
        Host = new HostStatus(
            "shop", 4711, "1.2.3", ".NET 10.0.12", "serving", DateTimeOffset.UnixEpoch, 90_000, 0.2, ["http://127.0.0.1:8080", "unix:/run/shop.sock"],
            "threaded", 2, 16, 3),
        Generations = [new GenerationStatus(3, "serving", "/srv/shop/Shop.dll", 2, 3, 12)],
        Reload = new ReloadStatus("idle", null, null, null),
        Totals = new TotalStatus(new Gauge(6, 32), new Gauge(0, 128), 24, 1000, 364_622, 8, Rejected(0)),
        Workers = [Worker, Worker with { Id = 1, Pid = 4713 }],
        Exits = new ExitStatus(new Dictionary<string, int>(), null, 0, null),
    };

    public static Dictionary<string, long> Rejected(long full) => new() { ["queue-full"] = full, ["client-gone"] = 0 };

    public static StatusSnapshot In(string state) => Status with { Host = Status.Host with { State = state } };
}
