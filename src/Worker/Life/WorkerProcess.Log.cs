using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Life;

internal sealed partial class WorkerProcess
{
    [LoggerMessage(EventId = EventIds.MasterGone, Level = LogLevel.Warning,
        Message = "The master has died. Listening has ended; running requests have {Milliseconds} ms to finish.")]
    private partial void LogMasterGone(int milliseconds);

    [LoggerMessage(EventId = EventIds.Terminated, Level = LogLevel.Information,
        Message = "SIGTERM from outside: asking the master for a replacement, then draining.")]
    private partial void LogTerminated();
}
