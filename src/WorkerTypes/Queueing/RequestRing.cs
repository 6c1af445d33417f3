namespace AppHost.WorkerTypes.Queueing;

/// <summary>Waiting requests in the order of arrival, to be taken from either end. No lock.</summary>
internal sealed class RequestRing
{
    // Its length is a power of two; it grows to the largest number that ever waited and stays there.
    private WaitingRequest[] _ring = new WaitingRequest[16];
    private int _head;

    public int Count { get; private set; }

    public IWorkerRequest Oldest => _ring[_head].Request;

    public void Add(WaitingRequest request)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_head + Count) & (_ring.Length - 1)] = request;
        Count++;
    }

    public WaitingRequest RemoveOldest()
    {
        WaitingRequest oldest = _ring[_head];
        _ring[_head] = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return oldest;
    }

    public WaitingRequest RemoveNewest()
    {
        Count--;
        ref WaitingRequest place = ref _ring[(_head + Count) & (_ring.Length - 1)];
        WaitingRequest newest = place;
        place = default;
        return newest;
    }

    private void Grow()
    {
        var larger = new WaitingRequest[_ring.Length * 2];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        _ring = larger;
        _head = 0;
    }
}
