using AppHost.Host.Configuration.Formats;
using CommandLine;

namespace AppHost.Host.Configuration.Declaration;

/// <content>How long things may take.</content>
internal abstract partial class SettingOptions
{
    [Setting("deadline.slow", Topic.TimeLimits, "A request that runs for this long is logged with its stack, and goes on; 0: never.",
        Default = "5s")]
    [Option("slow", MetaValue = "TIME"), Duration]
    public string? DeadlineSlow { get; set; }

    [Setting("deadline.request", Topic.TimeLimits, "From the start of the handler to the start of its response: after it the client gets "
        + "shed.status and HttpContext.RequestAborted is cancelled. Upgrades and started responses are exempt; 0: no deadline. "
        + "ASP.NET Core apps have none unless it is set here.",
        Default = "55s")]
    [Option("timeout", MetaValue = "TIME"), Duration]
    public string? DeadlineRequest { get; set; }

    [Setting("deadline.kill", Topic.TimeLimits, "A handler that still runs after this long: its worker drains, another takes over, and "
        + "when its other requests have ended it leaves. auto: deadline.request and 10 s; 0: never.", Default = "auto")]
    [Duration(Or = "auto")]
    public string? DeadlineKill { get; set; }

    [Setting("deadline.mode", Topic.TimeLimits, "only-under-pressure: deadline.request and deadline.kill wait until all slots are busy or "
        + "other requests wait.", Default = "always"), Choice(typeof(DeadlineMode))]
    public string? DeadlineMode { get; set; }

    [Setting("boot-timeout", Topic.TimeLimits, "From the start of a worker until it is READY.", Default = "60s")]
    [Option("boot-timeout", MetaValue = "TIME"), Duration(AtLeast = "100ms")]
    public string? BootTimeout { get; set; }

    [Setting("heartbeat-timeout", Topic.TimeLimits, "A worker that is silent for this long is replaced.", Default = "30s")]
    [Option("heartbeat-timeout", MetaValue = "TIME"), Duration(AtLeast = "1s")]
    public string? HeartbeatTimeout { get; set; }

    [Setting("graceful-timeout", Topic.TimeLimits, "How long running requests may take when their worker leaves.",
        StandsFor = ["stop", "reload"])]
    [Option("graceful-timeout", MetaValue = "TIME"), Duration]
    public string? GracefulTimeout { get; set; }

    [Setting("graceful-timeout.stop", Topic.TimeLimits, "The same when the host stops. Kubernetes kills after 30 s.", Default = "20s")]
    [Duration]
    public string? GracefulTimeoutStop { get; set; }

    [Setting("graceful-timeout.reload", Topic.TimeLimits, "The same when another worker has taken over.", Default = "120s"), Duration]
    public string? GracefulTimeoutReload { get; set; }

    [Setting("shutdown-delay", Topic.TimeLimits, "How long the host goes on as usual after it was told to stop, until load balancers "
        + "have noticed.", Default = "0s")]
    [Option("shutdown-delay", MetaValue = "TIME"), Duration]
    public string? ShutdownDelay { get; set; }

    [Setting("linger", Topic.TimeLimits, "How long a leaving worker keeps idle connections open, so that their next request is answered "
        + "and told to reconnect. Never longer than graceful-timeout.", StandsFor = ["stop", "reload"])]
    [Option("linger", MetaValue = "TIME"), Duration]
    public string? Linger { get; set; }

    [Setting("linger.stop", Topic.TimeLimits, "The same when the host stops.", Default = "5s"), Duration]
    public string? LingerStop { get; set; }

    [Setting("linger.reload", Topic.TimeLimits, "The same when another worker has taken over.", Default = "65s"), Duration]
    public string? LingerReload { get; set; }
}
