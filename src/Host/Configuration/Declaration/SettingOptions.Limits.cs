using AppHost.Host.Configuration.Formats;
using CommandLine;

namespace AppHost.Host.Configuration.Declaration;

/// <content>The sizes of requests and responses.</content>
internal abstract partial class SettingOptions
{
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
}
