using AppHost.Host.Configuration.Formats;
using CommandLine;

namespace AppHost.Host.Configuration.Declaration;

/// <content>Where and how connections come.</content>
internal abstract partial class SettingOptions
{
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
}
