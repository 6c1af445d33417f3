using System.Runtime.InteropServices;

namespace AppHost.Worker.Transport.Parking;

/// <summary>
/// Parked connections by the second in which their keep-alive timeout ends: a chain for each second, so that one that is attached
/// leaves it at no cost, whatever their number. Sees the time only in its arguments. Loop thread only.
/// </summary>
/// <param name="timeout">Nanoseconds.</param>
internal sealed class KeepAliveExpiry(long timeout)
{
    private const long Second = 1_000_000_000;

    private readonly Dictionary<long, ParkedConnection> _chains = [];
    private long _expired;

    /// <summary>All of them, in no order. None may be added or removed meanwhile.</summary>
    public IEnumerator<ParkedConnection> GetEnumerator()
    {
        foreach (ParkedConnection head in _chains.Values)
        {
            for (ParkedConnection? connection = head; connection is not null; connection = connection.Next) yield return connection;
        }
    }

    /// <summary>It is closed when its timeout has passed since it became idle.</summary>
    public void Add(ParkedConnection connection)
    {
        // Rounded up, as Kestrel's own timeout is, which looks once a second; and never into a second that is over.
        connection.Expiry = Math.Max(_expired + 1, (connection.IdleSince + timeout + Second - 1) / Second);
        ref ParkedConnection? head = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, connection.Expiry, out _);
        connection.Previous = null;
        connection.Next = head;
        if (head is not null) head.Previous = connection;
        head = connection;
    }

    public void Remove(ParkedConnection connection)
    {
        if (connection.Next is { } next) next.Previous = connection.Previous;
        if (connection.Previous is { } previous) previous.Next = connection.Next;
        else if (connection.Next is { } first) _chains[connection.Expiry] = first;
        else _chains.Remove(connection.Expiry);
        connection.Previous = null;
        connection.Next = null;
        connection.Expiry = 0;
    }

    /// <summary>Any of them; null: there is none.</summary>
    public ParkedConnection? First
    {
        get
        {
            foreach (ParkedConnection head in _chains.Values) return head;
            return null;
        }
    }

    /// <summary>One whose time is up; null: there is none (any more).</summary>
    public ParkedConnection? Overdue(long now)
    {
        long second = now / Second;
        // The first look: nothing can have been due before it.
        if (_expired == 0) _expired = second - 1;
        while (_expired < second)
        {
            if (_chains.TryGetValue(_expired + 1, out ParkedConnection? head)) return head;
            _expired++;
        }

        return null;
    }
}
