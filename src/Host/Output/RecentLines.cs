namespace AppHost.Host.Output;

/// <summary>The last lines of the host and its workers, for who looks in afterwards. Thread-safe.</summary>
internal sealed class RecentLines
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 1000;

    /// <summary>A line that is longer is cut: it is kept in memory.</summary>
    private const int Longest = 4096;

    private readonly Lock _lock = new();
    private readonly string[] _lines = new string[Capacity];
    private long _count;
    private TaskCompletionSource? _added;

    /// <summary>Adds a line; never waits.</summary>
    public void Add(string line)
    {
        TaskCompletionSource? added;
        lock (_lock)
        {
            _lines[_count++ % Capacity] = line.Length <= Longest ? line : line[..Longest] + " ... (cut)";
            added = _added;
            _added = null;
        }

        added?.SetResult();
    }

    /// <summary>Lines from a number on.</summary>
    /// <param name="from">The number of the first; beyond the end: none. Negative: so many of the last.</param>
    public RecentLinesReading Read(long from)
    {
        lock (_lock)
        {
            long oldest = Math.Max(0, _count - Capacity);
            long wanted = from < 0 ? Math.Max(0, _count + from) : from;
            long first = Math.Clamp(wanted, oldest, _count);
            var lines = new List<string>((int)(_count - first));
            for (long number = first; number < _count; number++) lines.Add(_lines[number % Capacity]);
            return new RecentLinesReading(lines, _count, from < 0 ? 0 : Math.Max(0, first - wanted));
        }
    }

    /// <summary>Waits until there is a line with a number.</summary>
    public async Task WaitForAsync(long number, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task added;
            lock (_lock)
            {
                if (_count > number) return;
                _added ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                added = _added.Task;
            }

            await added.WaitAsync(cancellationToken);
        }
    }
}

/// <summary>Lines as they were read.</summary>
/// <param name="Next">The number of the line that comes next.</param>
/// <param name="Missed">Lines that were asked for and are not kept any more.</param>
internal sealed record RecentLinesReading(IReadOnlyList<string> Lines, long Next, long Missed);
