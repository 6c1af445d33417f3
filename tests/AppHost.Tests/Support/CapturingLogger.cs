using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AppHost.Tests.Support;

/// <summary>Keeps what is logged. Thread-safe.</summary>
internal sealed class CapturingLogger<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(LogLevel Level, int EventId, string Message, Exception? Exception)> _records = new();

    public IReadOnlyCollection<(LogLevel Level, int EventId, string Message, Exception? Exception)> Records => _records;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _records.Enqueue((logLevel, eventId.Id, formatter(state, exception), exception));
}
