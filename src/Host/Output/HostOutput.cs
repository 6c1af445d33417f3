namespace AppHost.Host.Output;

/// <summary>
/// Standard output and standard error of the host. Each is written from a thread of its own: a terminal that is paused or
/// a pipe that nobody reads stops neither the master nor a worker, nor the other stream. Thread-safe.
/// </summary>
internal sealed class HostOutput(TextWriter standardOutput, TextWriter standardError) : IAsyncDisposable
{
    private readonly LineWriter _output = new(standardOutput, "apphost-stdout");
    private readonly LineWriter _error = new(standardError, "apphost-stderr");

    /// <summary>Lines lost so far because nobody read them in time.</summary>
    public long Dropped => _output.Dropped + _error.Dropped;

    /// <summary>What was written last, to either.</summary>
    public RecentLines Recent { get; } = new();

    /// <summary>A line for standard output; never blocks.</summary>
    public void Out(string line)
    {
        Recent.Add(line);
        _output.Write(line);
    }

    /// <summary>A line for standard error; never blocks.</summary>
    public void Error(string line)
    {
        Recent.Add(line);
        _error.Write(line);
    }

    /// <summary>Writes what is left, for a second at most.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_output.FinishAsync(), _error.FinishAsync());
}
