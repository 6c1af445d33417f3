using System.Collections.Concurrent;
using AppHost.Worker.Dispatch;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Logging;

/// <summary>Writes log records to the worker's standard error, from where the master takes them.</summary>
/// <param name="lowest">Of the worker and of the app.</param>
/// <param name="framework">Of the framework, which has much to say that is news to nobody here.</param>
internal sealed class WorkerLoggerProvider(LogLevel lowest, LogLevel framework, LogPipe pipe) : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        _loggers.GetOrAdd(categoryName, static (category, self) => new Logger(category, self.LowestOf(category), self.Pipe), this);

    /// <inheritdoc/>
    public void Dispose() => pipe.Flush();

    private LogPipe Pipe => pipe;

    private LogLevel LowestOf(string category) =>
        category.StartsWith("Microsoft.", StringComparison.Ordinal) || category.StartsWith("System.", StringComparison.Ordinal)
            ? framework
            : lowest;

    private sealed class Logger(string category, LogLevel lowest, LogPipe pipe) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            pipe.Write(new LogLine(
                logLevel, eventId.Id, category, formatter(state, exception), exception?.ToString() ?? string.Empty, RequestScope.CurrentId ?? string.Empty));
        }
    }
}
