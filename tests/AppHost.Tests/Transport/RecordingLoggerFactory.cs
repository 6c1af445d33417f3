using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AppHost.Tests.Transport;

/// <summary>Keeps warnings and errors, so that a test can say that there were none.</summary>
internal sealed class RecordingLoggerFactory : ILoggerFactory, ILoggerProvider
{
    private readonly ConcurrentQueue<string> _complaints = new();

    /// <summary>Messages of level warning and above.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName, _complaints);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private sealed class Recorder(string category, ConcurrentQueue<string> complaints) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) complaints.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
