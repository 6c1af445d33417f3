using System.Runtime.InteropServices;
using AppHost.Worker.Interop;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.AccessLog;

/// <summary>
/// A file that all workers append to. With O_APPEND the kernel takes each write as a whole to the end, whoever else writes
/// (open(2)); FileMode.Append only looks for the end once.
/// </summary>
internal sealed partial class FileTarget(string path, ILogger logger) : IAccessLogTarget
{
    private const int Closed = -1;
    private const int Mode = 0b110_100_000;

    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = logger;
    private int _descriptor = Closed;
    private bool _cut;
    private long _quietUntil;

    /// <inheritdoc/>
    public int Write(ReadOnlySpan<byte> lines)
    {
        if (_descriptor == Closed && !TryOpen()) return Lines(lines);
        // A disk that was full took half a line.
        if (_cut && DescriptorWriter.Write(_descriptor, "\n"u8, out _) == 1) _cut = false;
        int written = DescriptorWriter.Write(_descriptor, lines, out int error);
        if (written == lines.Length) return 0;
        _cut = written > 0 && lines[written - 1] != '\n';
        Complain(error);
        return Lines(lines[written..]);
    }

    /// <inheritdoc/>
    public void Reopen()
    {
        Close();
        TryOpen();
    }

    public void Dispose() => Close();

    private static int Lines(ReadOnlySpan<byte> lines) => lines.Count((byte)'\n');

    private bool TryOpen()
    {
        _descriptor = Libc.open(path, Libc.O_WRONLY | Libc.O_APPEND | Libc.O_CREAT | Libc.O_CLOEXEC, Mode);
        if (_descriptor >= 0) return true;
        _descriptor = Closed;
        Complain(Marshal.GetLastPInvokeError());
        return false;
    }

    private void Close()
    {
        if (_descriptor == Closed) return;
        _ = Libc.close(_descriptor);
        _descriptor = Closed;
        _cut = false;
    }

    // Once a minute: a full disk would else fill the log of what it cannot hold.
    private void Complain(int error)
    {
        if (Environment.TickCount64 < _quietUntil) return;
        _quietUntil = Environment.TickCount64 + (long)Silence.TotalMilliseconds;
        LogCannotWrite(path, Marshal.GetPInvokeErrorMessage(error));
    }

    [LoggerMessage(EventId = EventIds.AccessLogFailed, Level = LogLevel.Error,
        Message = "The access log {Path} cannot be written: {Problem}. Lines are lost and counted; requests are served as ever.")]
    private partial void LogCannotWrite(string path, string problem);
}
