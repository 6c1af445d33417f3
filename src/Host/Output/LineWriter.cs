using System.Threading.Channels;

namespace AppHost.Host.Output;

/// <summary>
/// Writes lines from a thread of its own, so that nobody who has something to say waits for who is to read it. What does
/// not fit is dropped and counted. Thread-safe.
/// </summary>
internal sealed class LineWriter
{
    private const int Capacity = 16_384;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly TextWriter _writer;
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _dropped;

    public LineWriter(TextWriter writer, string threadName)
    {
        _writer = writer;
        new Thread(WriteAll) { IsBackground = true, Name = threadName }.Start();
    }

    /// <summary>Lines lost so far.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds a line; never blocks.</summary>
    public void Write(string line)
    {
        if (!_lines.Writer.TryWrite(line)) Interlocked.Increment(ref _dropped);
    }

    /// <summary>Writes what is left, for a second at most; no line is taken any more.</summary>
    public Task FinishAsync()
    {
        _lines.Writer.TryComplete();
        return Task.WhenAny(_written.Task, Task.Delay(Patience));
    }

    private void WriteAll()
    {
        ChannelReader<string> reader = _lines.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (reader.TryRead(out string? line))
            {
                if (!Try(() => _writer.WriteLine(line))) Interlocked.Increment(ref _dropped);
            }

            _ = Try(_writer.Flush);
        }

        _written.SetResult();
    }

    private static bool Try(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // The reader of a pipe has left, or the disk is full. Serving does not depend on being read.
            return false;
        }
    }
}
