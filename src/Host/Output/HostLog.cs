using AppHost.Worker.Logging;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Output;

/// <summary>
/// The host's log on standard error: records of the master come in as an <see cref="ILoggerProvider"/>, those of workers
/// through <see cref="Write(LogLine, int, int)"/>. Thread-safe.
/// </summary>
internal sealed class HostLog(HostOutput output, ILogFormatter formatter, LogLevel lowest, TimeProvider timeProvider) : ILoggerProvider
{
    /// <summary>Writes a record that a worker sent; it was filtered there.</summary>
    public void Write(LogLine line, int workerId, int processId) =>
        output.Error(formatter.Format(new LogRecord(
            timeProvider.GetLocalNow(), line.Level, line.EventId, workerId, processId, line.Category, line.Message, line.Details,
            line.RequestId)));

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Write(LogLevel level, int eventId, string category, string message, Exception? exception) =>
        output.Error(formatter.Format(new LogRecord(
            timeProvider.GetLocalNow(), level, eventId, null, Environment.ProcessId, category, message, exception?.ToString() ?? string.Empty)));

    private bool IsEnabled(LogLevel level) => level >= lowest && level != LogLevel.None;

    private sealed class Logger(HostLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Write(logLevel, eventId.Id, category, formatter(state, exception), exception);
        }
    }
}
