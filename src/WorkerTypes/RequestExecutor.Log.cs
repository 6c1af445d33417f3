using Microsoft.Extensions.Logging;

namespace AppHost.WorkerTypes;

internal abstract partial class RequestExecutor
{
    [LoggerMessage(2000, LogLevel.Error, "A request ended with an exception that nothing had taken care of.")]
    protected partial void LogRequestFaulted(Exception exception);

    [LoggerMessage(2001, LogLevel.Error, "The rejection of a request failed.")]
    private partial void LogRejectionFailed(Exception exception);

    [LoggerMessage(2002, LogLevel.Warning, "Time is up: {Running} requests are still running and are left behind.")]
    private partial void LogLeftBehind(int running);
}
