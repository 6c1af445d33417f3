using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Dispatch.Deadlines;

internal sealed partial class RequestWatch
{
    [LoggerMessage(EventId = EventIds.RequestSlow, Level = LogLevel.Warning, Message = "{Method} {Path} is slow: it has run for {Seconds:0.0} s{Stack}")]
    private partial void LogSlow(string method, string path, double seconds, string stack);

    [LoggerMessage(EventId = EventIds.RequestExpired, Level = LogLevel.Warning,
        Message = "{Method} {Path} was answered by its deadline (deadline.request) after {Seconds:0.0} s; its handler still runs.")]
    private partial void LogExpired(string method, string path, double seconds);

    [LoggerMessage(EventId = EventIds.RequestStuck, Level = LogLevel.Error,
        Message = "{Method} {Path} is stuck (deadline.kill): it has run for {Seconds:0.0} s. The worker is to be replaced.")]
    private partial void LogStuck(string method, string path, double seconds);

    [LoggerMessage(EventId = EventIds.LoopBlocked, Level = LogLevel.Warning, Message = "The event loop has been blocked for {Milliseconds} ms by {Request}{Stack}")]
    private partial void LogLoopBlocked(long milliseconds, string request, string stack);

    [LoggerMessage(EventId = EventIds.LoopUnblocked, Level = LogLevel.Warning, Message = "The event loop goes on; it was blocked for {Milliseconds} ms.")]
    private partial void LogLoopUnblocked(long milliseconds);

    [LoggerMessage(EventId = EventIds.StoodStill, Level = LogLevel.Information, Message = "The worker stood still for {Milliseconds} ms; deadlines are moved on.")]
    private partial void LogStoodStill(long milliseconds);

    [LoggerMessage(EventId = EventIds.OnlyStuckLeft, Level = LogLevel.Warning,
        Message = "Only requests that are stuck are left ({Count}): the worker leaves without them.")]
    private partial void LogOnlyStuckLeft(int count);
}
