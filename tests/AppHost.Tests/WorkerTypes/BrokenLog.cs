using Microsoft.Extensions.Logging;

namespace AppHost.Tests.WorkerTypes;

/// <summary>A log that throws, as one on a full disk may.</summary>
internal sealed class BrokenLog : ILoggerFactory, ILogger
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Interlocked.Increment(ref _calls);
        throw new IOException("the disk is full");
    }

    public void Dispose()
    {
    }
}
