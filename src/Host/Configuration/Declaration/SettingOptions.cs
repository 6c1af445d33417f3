using AppHost.Host.Configuration.Formats;
using CommandLine;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Configuration.Declaration;

/// <summary>
/// The declaration of every setting: path in the YAML file, option, format, default, and what it means. Everything else (environment
/// names, help, <c>config show</c>, docs/settings.md, the JSON schema, appserver.yaml) is made from it.
/// </summary>
/// <remarks>
/// To add a setting: add a property here, read it in <see cref="HostSettingsBuilder"/>, and run <c>apphost config generate .</c>.
/// Properties are text and have no default, so that null means "not given on the command line".
/// </remarks>
internal abstract class SettingOptions : CommonOptions
{
    internal const string EnvironmentPath = "env";

    /// <summary>The YAML file; null: <c>appserver.yaml</c> of the current directory, if there is one.</summary>
    [Option('c', "config", MetaValue = "FILE", HelpText = "The configuration file. Default: ./appserver.yaml, if it exists.")]
    public string? ConfigurationFile { get; set; }

    // App

    [Setting("app", Topic.App, "The app: a .dll, a .csproj or a folder. In the file either its path, or a mapping with `path` and "
        + "the app's own configuration, which it reads through IConfiguration.", Example = "MyApp.dll")]
    [Value(0, MetaName = "APP"), Path(PathKind.App)]
    public string? App { get; set; }

    [Setting("handler", Topic.App, "The class that answers requests, where an assembly has several handlers.",
        DefaultNote = "the only one", Example = "Shop.CheckoutHandler")]
    [Option("handler", MetaValue = "TYPE"), TypeName]
    public string? Handler { get; set; }

    [Setting("args", Topic.App, "Arguments for the app. On the command line: everything after `--`. In the environment: words "
        + "separated by blanks, quotes keep them together.", DefaultNote = "none", Example = "[--migrate, --region=eu]"), Text]
    public IEnumerable<string>? Arguments { get; set; }

    [Setting("chdir", Topic.App, "The app's current directory.", DefaultNote = "the folder of the app's .dll", Example = "/srv/shop")]
    [Option("chdir", MetaValue = "FOLDER"), Path(PathKind.Folder)]
    public string? WorkingDirectory { get; set; }

    [Setting(EnvironmentPath, Topic.App, "Environment variables for the app, over those of env-file and of the host.",
        DefaultNote = "none", Example = "{ LOG_LEVEL: debug }")]
    [Option("env", MetaValue = "NAME=VALUE"), Text]
    public IEnumerable<string>? EnvironmentVariables { get; set; }

    [Setting("env-file", Topic.App, "A file with a line NAME=VALUE for each environment variable of the app; read again at each reload.",
        DefaultNote = "none", Example = "/etc/shop/env")]
    [Option("env-file", MetaValue = "FILE"), Path(PathKind.File)]
    public string? EnvironmentFile { get; set; }

    [Setting("name", Topic.App, "Names the run folder, the control socket and the log lines of this host.", Reloadable = false,
        DefaultNote = "the app's file name", Example = "shop")]
    [Option("name", MetaValue = "NAME"), HostName]
    public string? Name { get; set; }

    // Listening

    [Setting("bind", Topic.Listening, "Addresses to listen on: http://HOST:PORT, *:8080 or 8080 for all interfaces, with ?http=2 for "
        + "HTTP/2 without TLS, unix:/PATH?mode=0660, fd://N. Options replace the file's list. In the environment: separated by commas.",
        DefaultNote = "LISTEN_FDS of systemd, ASPNETCORE_URLS, ASPNETCORE_HTTP_PORTS, PORT, else http://127.0.0.1:8080",
        Example = "[\"http://127.0.0.1:8080\"]")]
    [Option('b', "bind", MetaValue = "ADDRESS"), Bind]
    public IEnumerable<string>? Bind { get; set; }

    [Setting("backlog", Topic.Listening, "Connections that wait in the kernel to be accepted; net.core.somaxconn caps it.",
        Default = "2048", Reloadable = false)]
    [Option("backlog", MetaValue = "N"), Integer(1, 65535)]
    public string? Backlog { get; set; }

    [Setting("transport", Topic.Listening, "What reads and writes sockets: the host's epoll loop (auto, on Linux) or Kestrel's own transport.",
        Default = "auto", Reloadable = false)]
    [Option("transport", MetaValue = "KIND"), Choice(typeof(TransportKind))]
    public string? Transport { get; set; }

    [Setting("keep-alive.timeout", Topic.Listening, "How long an idle connection stays open. Keep it above the idle time of a load "
        + "balancer in front, or that one will meet closed connections.", Default = "130s")]
    [Option("keep-alive", MetaValue = "TIME"), Duration(AtLeast = "1s")]
    public string? KeepAliveTimeout { get; set; }

    [Setting("keep-alive.park", Topic.Listening, "A plain HTTP/1.1 connection that has been idle for this long is kept as a bare descriptor, which "
        + "takes a tenth of the memory; its next request finds it as before. off: never. Only on the host's epoll loop.", Default = "1s")]
    [Duration(AtLeast = "20ms", Or = "off")]
    public string? KeepAlivePark { get; set; }

    [Setting("keep-alive.hand-off", Topic.Listening, "Workers give each other idle plain HTTP/1.1 connections: all of them when they leave, so that a "
        + "reload closes none; one whose request has come while another worker has a free slot; and some to workers that have fewer. "
        + "Only on the host's epoll loop.", Default = "on")]
    [Option("no-hand-off"), Switch("off")]
    public bool KeepAliveHandOff { get; set; }

    // Workers

    [Setting("workers", Topic.Workers, "Worker processes. auto: one for each core and each 256 MiB that the control group allows, "
        + "whichever is fewer, but at least 2.", Default = "auto")]
    [Option('w', "workers", MetaValue = "N"), Integer(1, 512, Or = "auto")]
    public string? Workers { get; set; }

    [Setting("worker-class", Topic.Workers, "How a worker runs requests: sync (one at a time), threaded, async (one event loop), or a "
        + "class of your own as 'Namespace.Type, path/to.dll'. auto: the app's kind decides.", Default = "auto")]
    [Option('k', "worker-class", MetaValue = "CLASS"), WorkerClass]
    public string? WorkerClass { get; set; }

    [Setting("threads", Topic.Workers, "Threads of a threaded worker, or how many requests of an ASP.NET Core app run at once. "
        + "auto: 4:16, or 64 for ASP.NET Core.", Default = "auto")]
    [Option("threads", MetaValue = "M|MIN:MAX"), Threads]
    public string? Threads { get; set; }

    [Setting("thread-stack", Topic.Workers, "The stack of each thread of an IHandler: more for deep recursion, less for many threads. auto: what the "
        + "system gives (ulimit -s).", Default = "auto"), Size("256KiB", "1GiB", Or = "auto")]
    public string? ThreadStack { get; set; }

    [Setting("async.limit", Topic.Workers, "Requests in flight on one event loop.", Default = "1000")]
    [Option("async-limit", MetaValue = "N"), Integer(1, 1_000_000)]
    public string? AsyncLimit { get; set; }

    [Setting("async.watchdog", Topic.Workers, "An event loop that is blocked for this long is logged, with the request and the stack that "
        + "block it, and counted; 0: not watched.", Default = "250ms"), Duration]
    public string? AsyncWatchdog { get; set; }

    [Setting("streams.max", Topic.Workers, "Upgraded and streaming responses (WebSocket, text/event-stream, gRPC) of one worker that hold "
        + "no slot; a further one keeps its slot. Under IHandler a stream always does: its thread is the slot.", Default = "10000")]
    [Integer(0, 1_000_000)]
    public string? StreamsMax { get; set; }

    // Overload

    [Setting("queue.length", Topic.Overload, "Requests of one worker that wait for a slot. auto: four for each slot.", Default = "auto")]
    [Option("queue", MetaValue = "N"), Integer(0, 1_000_000, Or = "auto")]
    public string? QueueLength { get; set; }

    [Setting("queue.timeout", Topic.Overload, "How long a request may wait for a slot. Keep it below your clients' patience. 0: as long as its client "
        + "waits.", Default = "2s")]
    [Option("queue-timeout", MetaValue = "TIME"), Duration]
    public string? QueueTimeout { get; set; }

    [Setting("queue.policy", Topic.Overload, "What a full queue does: reject answers the newest request with shed.status, discard-oldest "
        + "the one that waits longest, caller-runs stops reading from clients.", Default = "reject")]
    [Option("queue-policy", MetaValue = "POLICY"), Choice(typeof(QueuePolicy))]
    public string? QueuePolicy { get; set; }

    [Setting("shed.status", Topic.Overload, "The HTTP status of a request that is turned away.", Default = "503"), Integer(400, 599)]
    public string? ShedStatus { get; set; }

    [Setting("shed.retry-after", Topic.Overload, "When a client that was turned away should come back; each is told a random time of "
        + "this range, so that they do not all come at once.", Default = "1s-3s"), DurationRange(AtLeast = "1s")]
    public string? ShedRetryAfter { get; set; }

    // Limits

    [Setting("limits.request-line", Topic.Limits, "The first line of a request.", Default = "8KiB"), Size("256B", "1MiB")]
    public string? LimitRequestLine { get; set; }

    [Setting("limits.headers", Topic.Limits, "All headers of a request together.", Default = "32KiB"), Size("1KiB", "1MiB")]
    public string? LimitHeaders { get; set; }

    [Setting("limits.header-count", Topic.Limits, "How many headers a request may have.", Default = "100"), Integer(1, 10_000)]
    public string? LimitHeaderCount { get; set; }

    [Setting("limits.body", Topic.Limits, "The body of a request; a longer one is answered 413.", Default = "30MB")]
    [Option("max-body", MetaValue = "SIZE"), Size("1B", "1024GiB")]
    public string? LimitBody { get; set; }

    [Setting("limits.body-buffer", Topic.Limits, "How much of a body is read before the request gets a thread, so that slow uploads "
        + "hold none.", Default = "128KiB"), Size("0B", "1GiB")]
    public string? LimitBodyBuffer { get; set; }

    [Setting("limits.response-buffer", Topic.Limits, "How much of a response is kept for a slow client before the thread waits for it.",
        Default = "1MiB"), Size("4KiB", "1GiB")]
    public string? LimitResponseBuffer { get; set; }

    // Time limits

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

    // Reload and restart

    [Setting("reload.surge", Topic.Reload, "How many more workers than usual may run during a reload.", Default = "25%")]
    [Option("surge", MetaValue = "N|PERCENT"), Surge]
    public string? ReloadSurge { get; set; }

    [Setting("reload.bake", Topic.Reload, "How long the first worker of a reload must serve without failing before the others follow.",
        Default = "10s")]
    [Option("bake", MetaValue = "TIME"), Duration]
    public string? ReloadBake { get; set; }

    [Setting("reload.unavailable", Topic.Reload, "How many workers may be missing during a reload.", Default = "0"), Integer(0, 1023)]
    public string? ReloadUnavailable { get; set; }

    [Setting("reload.keep", Topic.Reload, "Earlier generations that are kept for `apphost rollback`.", Default = "3"), Integer(0, 100)]
    public string? ReloadKeep { get; set; }

    [Setting("reload.shared", Topic.Reload, "Names in the release folder that hold data: all generations share the live ones instead of "
        + "getting copies.", DefaultNote = "none", Example = "[App_Data, uploads, \"*.db\"]"), SharedName]
    public IEnumerable<string>? ReloadShared { get; set; }

    [Setting("reload.touch-file", Topic.Reload, "A file in the release folder whose making or touching asks for a reload; off: none.",
        Default = "restart.txt", Reloadable = false), Text]
    public string? ReloadTouchFile { get; set; }

    [Setting("reload.watch", Topic.Reload, "Reload by itself when code changes; for development.", Default = "off", Reloadable = false)]
    [Option("watch"), Switch("on")]
    public bool ReloadWatch { get; set; }

    [Setting("snapshot", Topic.Reload, "Workers run a copy of the release folder, so that overwriting the live one harms nobody and a "
        + "rollback finds the old code. Off by itself where nobody could overwrite it.", Default = "on", Reloadable = false)]
    [Option("no-snapshot"), Switch("off")]
    public bool NoSnapshot { get; set; }

    [Setting("state-folder", Topic.Reload, "Where these copies are kept; made, with mode 0700, if it is missing. Its file system must "
        + "allow exec.", Reloadable = false, DefaultNote = "STATE_DIRECTORY, XDG_STATE_HOME/apphost, else ~/.local/state/apphost",
        Example = "/var/lib/apphost")]
    [Option("state-folder", MetaValue = "FOLDER"), Path(PathKind.NewFolder)]
    public string? StateFolder { get; set; }

    [Setting("warmup", Topic.Reload, "Requests that each worker answers to itself before it counts as READY, so that no client meets a "
        + "cold one; an answer of 400 or above fails the boot.", DefaultNote = "none", Example = "[GET /, GET /products]"), WarmUp]
    public IEnumerable<string>? WarmUp { get; set; }

    [Setting("recycle.requests", Topic.Reload, "A worker is replaced after so many requests; 0: never.", Default = "0")]
    [Option("max-requests", MetaValue = "N"), Integer(0, int.MaxValue)]
    public string? RecycleRequests { get; set; }

    [Setting("recycle.jitter", Topic.Reload, "By how much the limits of requests and age differ from worker to worker, either way.",
        Default = "10%")]
    [Option("max-requests-jitter", MetaValue = "PERCENT"), Percent]
    public string? RecycleJitter { get; set; }

    [Setting("recycle.age", Topic.Reload, "A worker is replaced when it is so old; 0: never.", Default = "0s")]
    [Option("max-age", MetaValue = "TIME"), Duration]
    public string? RecycleAge { get; set; }

    [Setting("recycle.at", Topic.Reload, "Local times of day at which all workers are replaced, one after the other.",
        DefaultNote = "none", Example = "[\"03:30\"]"), TimeOfDay]
    public IEnumerable<string>? RecycleAt { get; set; }

    [Setting("recycle.memory", Topic.Reload, "A worker is replaced when its private memory is above this three times in a row, 5 s apart. "
        + "auto: 85 % of its share of the control group's limit, if there is one; 0B: never.", Default = "auto")]
    [Size("0B", "1024GiB", Or = "auto")]
    public string? RecycleMemory { get; set; }

    [Setting("recycle.memory-hard", Topic.Reload, "A worker above this leaves at once, before its replacement is READY; 0B: never.",
        Default = "0B"), Size("0B", "1024GiB")]
    public string? RecycleMemoryHard { get; set; }

    [Setting("crash.backoff", Topic.Reload, "The delay before a dead worker is replaced: the first, and the longest after doubling.",
        Default = "100ms-15s"), DurationRange]
    public string? CrashBackoff { get; set; }

    [Setting("crash.backoff-reset", Topic.Reload, "How long a worker must live for the delay to start anew.", Default = "30s")]
    [Duration(AtLeast = "1s")]
    public string? CrashBackoffReset { get; set; }

    [Setting("crash.breaker", Topic.Reload, "After so many workers in a row that did not boot the generation has failed: those that serve "
        + "go on, and one worker is tried each time the same duration has passed. off: never.", Default = "5 in 5m"), Breaker]
    public string? CrashBreaker { get; set; }

    [Setting("crash.on-exhausted", Topic.Reload, "When no worker is left and none boots: keep the host, or exit with code 4.",
        Default = "keep"), Choice(typeof(OnExhausted))]
    public string? CrashOnExhausted { get; set; }

    // Process and log

    [Setting("pid-file", Topic.Process, "A file that holds the process id of the host while it runs.", Reloadable = false,
        DefaultNote = "none", Example = "/run/shop.pid")]
    [Option("pid", MetaValue = "FILE"), Path(PathKind.NewFile)]
    public string? PidFile { get; set; }

    [Setting("run-folder", Topic.Process, "The folder of this host's control socket; made, with mode 0700, if it is missing.",
        Reloadable = false, DefaultNote = "RUNTIME_DIRECTORY, XDG_RUNTIME_DIR/apphost/NAME, else apphost-UID/NAME in the temporary folder",
        Example = "/run/apphost/shop")]
    [Option("run-folder", MetaValue = "FOLDER"), Path(PathKind.NewFolder)]
    public string? RunFolder { get; set; }

    [Setting("control", Topic.Process, "The unix socket that apphost status, reload, scale, stop and their like speak to; off: none.",
        Reloadable = false, DefaultNote = "control.sock in the run folder", Example = "/run/apphost/shop/control.sock")]
    [Option("control", MetaValue = "FILE"), ControlSocket]
    public string? Control { get; set; }

    [Setting("health", Topic.Process, "An address for probes, answered by the master: /livez, /readyz and /metrics.", Reloadable = false,
        DefaultNote = "none", Example = "http://127.0.0.1:8081")]
    [Option("health", MetaValue = "ADDRESS"), HostAddress]
    public string? Health { get; set; }

    [Setting("admin", Topic.Process, "An address for what the control socket does, over TCP. Beyond loopback only with admin-token-file.",
        Reloadable = false, DefaultNote = "none", Example = "http://127.0.0.1:9090")]
    [Option("admin", MetaValue = "ADDRESS"), HostAddress]
    public string? Admin { get; set; }

    [Setting("admin-token-file", Topic.Process, "A file whose first line is the token that callers of `admin` must send; at least 16 "
        + "characters, not readable for every user.", Reloadable = false, DefaultNote = "none", Example = "/etc/shop/admin-token")]
    [Option("admin-token-file", MetaValue = "FILE"), Path(PathKind.File)]
    public string? AdminTokenFile { get; set; }

    [Setting("log.level", Topic.Process, "The least important records of the host and of the app that are written.", Default = "info")]
    [Option("log-level", MetaValue = "LEVEL"), Choice(typeof(LogLevel), Names = "trace,debug,info,warning,error,critical,none")]
    public string? LogLevel { get; set; }

    [Setting("log.framework", Topic.Process, "The same for the framework below the app: categories that begin with Microsoft. or System.",
        DefaultNote = "warning, or log.level where that is higher", Example = "warning")]
    [Choice(typeof(LogLevel), Names = "trace,debug,info,warning,error,critical,none")]
    public string? LogFramework { get; set; }

    [Setting("log.format", Topic.Process, "How records are written: for people, or one JSON object a line.", Default = "text")]
    [Option("log-format", MetaValue = "FORMAT"), Choice(typeof(LogFormat))]
    public string? LogFormat { get; set; }

    [Setting("access-log.to", Topic.Process, "Where a line about each request is written: a file, - for standard output, syslog, syslog:/PATH "
        + "for another socket than /dev/log; off: nowhere. SIGUSR1 opens the file anew.", Default = "off")]
    [Option("access-log", MetaValue = "FILE"), AccessLogTarget]
    public string? AccessLogTo { get; set; }

    [Setting("access-log.format", Topic.Process, "How the line is written: common, combined, json, or a text with atoms such as "
        + "'%(h)s %(r)s %(s)s %(queue)s'; docs/observe.md lists them.", Default = "combined")]
    [Option("access-log-format", MetaValue = "FORMAT"), AccessLogFormat]
    public string? AccessLogFormat { get; set; }

    [Setting("trusted-proxies", Topic.Process, "Addresses and networks whose X-Forwarded-For tells the client's address in the access log; "
        + "unix: whoever comes by a unix socket.", DefaultNote = "127.0.0.0/8, ::1, unix", Example = "[127.0.0.0/8, \"::1\", unix]"), TrustedProxy]
    public IEnumerable<string>? TrustedProxies { get; set; }
}
