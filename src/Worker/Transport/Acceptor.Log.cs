using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Transport;

internal sealed partial class Acceptor
{
    [LoggerMessage(EventId = EventIds.OutOfDescriptors, Level = LogLevel.Warning,
        Message = "Out of file descriptors: no connection is accepted for {Milliseconds} ms. Raise the limit of open files (ulimit -n, LimitNOFILE=).")]
    private partial void LogOutOfDescriptors(long milliseconds);

    [LoggerMessage(EventId = EventIds.AcceptFailed, Level = LogLevel.Warning, Message = "accept4 failed with errno {Error} ({Text}).")]
    private partial void LogAcceptFailed(int error, string text);
}
