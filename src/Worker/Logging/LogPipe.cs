using System.Globalization;
using System.Text;
using System.Threading.Channels;
using AppHost.Worker.Interop;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Logging;

/// <summary>
/// Takes log lines from any thread without ever blocking it, and writes them to a descriptor from a thread of its own.
/// When the reader is slower than the writers the newest lines are dropped and counted.
/// </summary>
internal sealed unsafe class LogPipe
{
    private const int Capacity = 4096;

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly int _descriptor;
    private readonly Lazy<Thread> _writer;
    private long _dropped;
    private int _unwritten;

    public LogPipe(int descriptor)
    {
        _descriptor = descriptor;
        // A worker that has nothing to say needs no thread for it.
        _writer = new Lazy<Thread>(() =>
        {
            var thread = new Thread(WriteAll) { IsBackground = true, Name = "apphost-log" };
            thread.Start();
            return thread;
        });
    }

    /// <summary>Adds a line; never blocks.</summary>
    public void Write(LogLine line)
    {
        Interlocked.Increment(ref _unwritten);
        if (!_lines.Writer.TryWrite(line.Format()))
        {
            Interlocked.Decrement(ref _unwritten);
            Interlocked.Increment(ref _dropped);
        }

        _ = _writer.Value;
    }

    /// <summary>Waits until all lines so far are written, for half a second at most: a reader that is stuck keeps nobody alive.</summary>
    public void Flush() =>
        SpinWait.SpinUntil(() => Volatile.Read(ref _unwritten) == 0, TimeSpan.FromMilliseconds(500));

    private void WriteAll()
    {
        while (_lines.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_lines.Reader.TryRead(out string? line))
            {
                WriteBytes(line);
                long dropped = Interlocked.Exchange(ref _dropped, 0);
                if (dropped > 0) WriteBytes(Dropped(dropped));
                Interlocked.Decrement(ref _unwritten);
            }
        }
    }

    private static string Dropped(long count) =>
        new LogLine(LogLevel.Warning, 0, nameof(LogPipe),
            string.Create(CultureInfo.InvariantCulture, $"{count} log lines were dropped: nobody read them in time."), string.Empty).Format();

    private void WriteBytes(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        fixed (byte* start = bytes)
        {
            for (nint written = 0; written < bytes.Length;)
            {
                nint count = Libc.write(_descriptor, start + written, (nuint)(bytes.Length - written));
                if (count <= 0)
                {
                    int error = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
                    if (error == Libc.EINTR) continue;
                    if (error != Libc.EAGAIN) return;
                    // Somebody who shares standard error made it non-blocking. This thread has time.
                    Thread.Sleep(1);
                    continue;
                }

                written += count;
            }
        }
    }
}
