using System.Threading.Channels;

namespace AppHost.Host.Output;

/// <summary>
/// Standard output and standard error of the host, written from one thread of its own: a terminal that is paused or a
/// pipe that nobody reads stops neither the master nor a worker. What does not fit is dropped and counted. Thread-safe.
/// </summary>
internal sealed class HostOutput : IAsyncDisposable
{
    private const int Capacity = 16_384;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Channel<(bool ToError, string Line)> _lines =
        Channel.CreateBounded<(bool, string)>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly TextWriter _standardOutput;
    private readonly TextWriter _standardError;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _dropped;

    public HostOutput(TextWriter standardOutput, TextWriter standardError)
    {
        _standardOutput = standardOutput;
        _standardError = standardError;
        _thread = new Thread(WriteAll) { IsBackground = true, Name = "apphost-output" };
        _thread.Start();
    }

    /// <summary>Lines lost so far because nobody read them in time.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>A line for standard output; never blocks.</summary>
    public void Out(string line) => Write(toError: false, line);

    /// <summary>A line for standard error; never blocks.</summary>
    public void Error(string line) => Write(toError: true, line);

    /// <summary>Writes what is left, for a second at most.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await Task.WhenAny(_written.Task, Task.Delay(Patience));
    }

    private void Write(bool toError, string line)
    {
        if (!_lines.Writer.TryWrite((toError, line))) Interlocked.Increment(ref _dropped);
    }

    private void WriteAll()
    {
        ChannelReader<(bool ToError, string Line)> reader = _lines.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (reader.TryRead(out (bool ToError, string Line) next)) Write(next.ToError ? _standardError : _standardOutput, next.Line);
            Flush(_standardOutput);
            Flush(_standardError);
        }

        _written.SetResult();
    }

    private void Write(TextWriter writer, string line)
    {
        try
        {
            writer.WriteLine(line);
        }
        catch (IOException)
        {
            // The reader of a pipe has left. Serving does not depend on being read.
            Interlocked.Increment(ref _dropped);
        }
    }

    private static void Flush(TextWriter writer)
    {
        try
        {
            writer.Flush();
        }
        catch (IOException)
        {
            // As above.
        }
    }
}
