using AppHost.Host.Configuration.Formats;
using CommandLine;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Configuration.Declaration;

/// <content>The host itself, and what it writes.</content>
internal abstract partial class SettingOptions
{
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
