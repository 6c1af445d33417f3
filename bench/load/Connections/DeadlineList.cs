namespace AppHost.Load.Connections;

/// <summary>
/// The slots in flight in order of their deadlines. All requests have the same timeout and start nearly in order, so that an insertion
/// walks back a few steps at most; everything else takes constant time and nothing allocates.
/// </summary>
internal sealed class DeadlineList
{
    private const int None = -1;

    private readonly long[] _deadline;
    private readonly int[] _before;
    private readonly int[] _after;
    private int _first = None;
    private int _last = None;

    public DeadlineList(int capacity)
    {
        _deadline = new long[capacity];
        _before = new int[capacity];
        _after = new int[capacity];
    }

    /// <summary>How many slots have a deadline.</summary>
    public int Count { get; private set; }

    /// <summary>The earliest deadline, <see cref="long.MaxValue"/> when there is none.</summary>
    public long Earliest => _first == None ? long.MaxValue : _deadline[_first];

    /// <summary>The slot with the earliest deadline; the list must not be empty.</summary>
    public int EarliestSlot => _first;

    /// <summary>Adds a slot that has no deadline yet.</summary>
    public void Add(int slot, long deadline)
    {
        var before = _last;
        while (before != None && _deadline[before] > deadline)
            before = _before[before];
        var after = before == None ? _first : _after[before];
        _deadline[slot] = deadline;
        _before[slot] = before;
        _after[slot] = after;
        if (before == None)
            _first = slot;
        else
            _after[before] = slot;
        if (after == None)
            _last = slot;
        else
            _before[after] = slot;
        Count++;
    }

    /// <summary>Removes a slot that has a deadline.</summary>
    public void Remove(int slot)
    {
        var (before, after) = (_before[slot], _after[slot]);
        if (before == None)
            _first = after;
        else
            _after[before] = after;
        if (after == None)
            _last = before;
        else
            _before[after] = before;
        Count--;
    }
}
