using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Logging;

/// <summary>Writes log records to the worker's standard error, from where the master takes them.</summary>
internal sealed class WorkerLoggerProvider(LogLevel lowest, LogPipe pipe) : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        _loggers.GetOrAdd(categoryName, static (category, self) => new Logger(category, self.LowestOf(category), self.Pipe), this);

    /// <inheritdoc/>
    public void Dispose() => pipe.Flush();

    private LogPipe Pipe => pipe;

    /// <summary>The framework's categories speak one level later: a line for each connection is no news at "info".</summary>
    private LogLevel LowestOf(string category) =>
        category.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) && lowest == LogLevel.Information
            ? LogLevel.Warning
            : lowest;

    private sealed class Logger(string category, LogLevel lowest, LogPipe pipe) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            pipe.Write(new LogLine(logLevel, eventId.Id, category, formatter(state, exception), exception?.ToString() ?? string.Empty));
        }
    }
}
