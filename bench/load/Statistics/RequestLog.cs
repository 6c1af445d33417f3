namespace AppHost.Load.Statistics;

/// <summary>
/// All requests in the order in which they ended. Grows by whole blocks, never by copying: a copy of a million records would stall the
/// thread that keeps time.
/// </summary>
internal sealed class RequestLog
{
    private const int BlockSize = 16 * 1024;

    private readonly List<RequestRecord[]> _blocks = new(1024);
    private int _usedOfLast = BlockSize;

    /// <summary>Appends one.</summary>
    public void Add(in RequestRecord record)
    {
        if (_usedOfLast == BlockSize)
        {
            _blocks.Add(new RequestRecord[BlockSize]);
            _usedOfLast = 0;
        }
        _blocks[^1][_usedOfLast++] = record;
    }

    /// <summary>All records of several logs, by intended start.</summary>
    public static RequestRecord[] Sorted(IEnumerable<RequestLog> logs)
    {
        var all = logs.SelectMany(log =>
            log._blocks.SelectMany((block, i) => block.Take(i == log._blocks.Count - 1 ? log._usedOfLast : BlockSize)));
        RequestRecord[] records = [.. all];
        Array.Sort(records, (a, b) => a.Start.CompareTo(b.Start));
        return records;
    }
}
