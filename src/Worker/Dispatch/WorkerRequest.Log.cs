using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Dispatch;

internal sealed partial class WorkerRequest<TContext>
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(EventId = EventIds.HandlerFailed, Level = LogLevel.Error, Message = "{Method} {Path}: the handler failed.")]
    private partial void LogHandlerFailed(Exception exception, string method, string path);

    [LoggerMessage(EventId = EventIds.BodyNotReceived, Level = LogLevel.Information, Message = "{Method} {Path}: bad request, {Status}: {Problem}")]
    private partial void LogBadRequest(string method, string path, int status, string problem);
}
