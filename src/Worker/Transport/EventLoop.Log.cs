using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Transport;

internal sealed partial class EventLoop
{
    [LoggerMessage(EventId = EventIds.LoopCallbackFailed, Level = LogLevel.Error, Message = "A callback on the event loop failed; the loop goes on.")]
    private partial void LogHandlerFailed(Exception exception);
}
