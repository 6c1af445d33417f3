using AppHost.Host.Configuration.Formats;
using CommandLine;

namespace AppHost.Host.Configuration.Declaration;

/// <content>How many there are, and how they run requests.</content>
internal abstract partial class SettingOptions
{
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
}
