namespace AppHost.Worker.AccessLog;

/// <summary>
/// Takes lines from any thread without making it wait for a disk, and writes them from a thread of its own. When the target is
/// slower than the requests the newest lines are dropped and counted. Thread-safe.
/// </summary>
/// <param name="target">Used by the writer's thread alone.</param>
/// <param name="dropped">Told how many lines were lost; any thread.</param>
internal sealed class AccessLogWriter(IAccessLogTarget target, Action<int> dropped) : IDisposable
{
    /// <summary>Bytes that wait to be written; some thousand lines.</summary>
    public const int Capacity = 1 << 20;

    /// <summary>Lines gather for so long: a write for each would cost more than the request.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly object _lock = new();
    private byte[] _filling = new byte[16 << 10];
    private byte[] _writing = new byte[16 << 10];
    private int _length;
    private bool _busy;
    private bool _reopen;
    private bool _urgent;
    private bool _ended;

    /// <summary>Begins to write.</summary>
    public AccessLogWriter Start()
    {
        new Thread(WriteAll) { IsBackground = true, Name = "apphost-access-log" }.UnsafeStart();
        return this;
    }

    /// <summary>Adds a line with its end.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            if (!_ended && TryReserve(line.Length))
            {
                line.CopyTo(_filling.AsSpan(_length));
                // Only the first line of a batch wakes the thread.
                if (_length == 0) Monitor.PulseAll(_lock);
                _length += line.Length;
                return;
            }
        }

        dropped(1);
    }

    /// <summary>The file was moved away: what comes from now on goes to a new one of the same name.</summary>
    public void Reopen()
    {
        lock (_lock)
        {
            _reopen = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until all lines so far are written, for half a second at most: a disk that is stuck keeps nobody alive.</summary>
    public void Flush()
    {
        long until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        lock (_lock)
        {
            _urgent = true;
            Monitor.PulseAll(_lock);
            while (_length > 0 || _busy)
            {
                long left = until - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_lock, (int)left)) break;
            }

            _urgent = false;
        }
    }

    /// <summary>Writes what is left, and takes no more.</summary>
    public void Dispose()
    {
        Flush();
        lock (_lock)
        {
            _ended = true;
            Monitor.PulseAll(_lock);
        }
    }

    private bool TryReserve(int count)
    {
        int needed = _length + count;
        if (needed > Capacity) return false;
        if (needed > _filling.Length) Array.Resize(ref _filling, Math.Min(Capacity, Math.Max(needed, _filling.Length * 2)));
        return true;
    }

    private void WriteAll()
    {
        while (Next() is var (lines, reopen))
        {
            if (reopen) target.Reopen();
            int lost = lines.Length == 0 ? 0 : target.Write(lines.Span);
            if (lost > 0) dropped(lost);
            lock (_lock)
            {
                _busy = false;
                Monitor.PulseAll(_lock);
            }
        }

        target.Dispose();
    }

    private (ReadOnlyMemory<byte> Lines, bool Reopen)? Next()
    {
        lock (_lock)
        {
            while (_length == 0 && !_reopen && !_ended) Monitor.Wait(_lock);
            if (_length == 0 && _ended) return null;
            if (!_urgent && !_ended) Monitor.Wait(_lock, Gathering);
            (_filling, _writing) = (_writing, _filling);
            (int length, bool reopen) = (_length, _reopen);
            _length = 0;
            _reopen = false;
            _busy = true;
            return (_writing.AsMemory(0, length), reopen);
        }
    }
}
