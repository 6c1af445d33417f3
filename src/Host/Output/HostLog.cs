using AppHost.Host.Configuration;
using AppHost.Worker.Logging;
using Microsoft.Extensions.Logging;

namespace AppHost.Host.Output;

/// <summary>
/// The host's log on standard error: records of the master come in as an <see cref="ILoggerProvider"/>, those of workers
/// through <see cref="Write(LogLine, int, int)"/>. Thread-safe.
/// </summary>
/// <param name="colour">The text format may use colours.</param>
internal sealed class HostLog(HostOutput output, LogSettings settings, bool colour, TimeProvider timeProvider) : ILoggerProvider
{
    private volatile Form _form = Form.Of(settings, colour);

    /// <summary>Level and format from now on.</summary>
    public void Use(LogSettings wanted) => _form = Form.Of(wanted, colour);

    /// <summary>Writes a record that a worker sent; it was filtered there.</summary>
    public void Write(LogLine line, int workerId, int processId) =>
        output.Error(_form.Formatter.Format(new LogRecord(
            timeProvider.GetLocalNow(), line.Level, line.EventId, workerId, processId, line.Category, line.Message, line.Details,
            line.RequestId)));

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Write(LogLevel level, int eventId, string category, string message, Exception? exception) =>
        output.Error(_form.Formatter.Format(new LogRecord(
            timeProvider.GetLocalNow(), level, eventId, null, Environment.ProcessId, category, message, exception?.ToString() ?? string.Empty)));

    private bool IsEnabled(LogLevel level) => level >= _form.Lowest && level != LogLevel.None;

    /// <summary>Changed as one: a record is never judged by the level of one configuration and written in the format of another.</summary>
    private sealed record Form(LogLevel Lowest, ILogFormatter Formatter)
    {
        public static Form Of(LogSettings settings, bool colour) =>
            new(settings.Level, settings.Format is LogFormat.Json ? new JsonLogFormatter() : new TextLogFormatter(colour));
    }

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
