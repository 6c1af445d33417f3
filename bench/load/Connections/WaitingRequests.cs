namespace AppHost.Load.Connections;

/// <summary>Requests that are due while no connection of their group is idle, oldest first. Grows by doubling.</summary>
internal sealed class WaitingRequests
{
    private PendingRequest[] _ring = new PendingRequest[256];
    private int _head;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>When the oldest was meant to start; at least one must wait.</summary>
    public long OldestIntendedAt => _ring[_head].IntendedAt;

    /// <summary>Adds the newest.</summary>
    public void Add(in PendingRequest request)
    {
        if (Count == _ring.Length)
        {
            var larger = new PendingRequest[_ring.Length * 2];
            _ring.AsSpan(_head).CopyTo(larger);
            _ring.AsSpan(0, _head).CopyTo(larger.AsSpan(_ring.Length - _head));
            (_ring, _head) = (larger, 0);
        }
        _ring[(_head + Count++) & (_ring.Length - 1)] = request;
    }

    /// <summary>Takes the oldest; at least one must wait.</summary>
    public PendingRequest Take()
    {
        var request = _ring[_head];
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return request;
    }
}
