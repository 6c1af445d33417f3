using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Dispatch;

internal sealed partial class WorkerRequest<TContext>
{
    [LoggerMessage(EventId = EventIds.HandlerFailed, Level = LogLevel.Error, Message = "{Method} {Path}: the handler failed.")]
    private partial void LogHandlerFailed(Exception exception, string method, string path);

    [LoggerMessage(EventId = EventIds.BodyNotReceived, Level = LogLevel.Information, Message = "{Method} {Path}: bad request, {Status}: {Problem}")]
    private partial void LogBadRequest(string method, string path, int status, string problem);

    [LoggerMessage(EventId = EventIds.ReturnedLate, Level = LogLevel.Information,
        Message = "{Method} {Path}: the handler returned after {Seconds:0.0} s; the deadline had answered for it.")]
    private partial void LogReturnedLate(Exception? exception, string method, string path, double seconds);
}
