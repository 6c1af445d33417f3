using AppHost.Host.Configuration.Formats;
using CommandLine;

namespace AppHost.Host.Configuration.Declaration;

/// <content>New generations, recycling, and workers that die.</content>
internal abstract partial class SettingOptions
{
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
}
