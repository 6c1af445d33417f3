namespace AppHost.Worker.Transport;

/// <summary>
/// The slot that a connection holds from accept to its first request, so that a worker with one free slot does not accept
/// two. The first of three ends it: the request, the end of the connection, or silence. Thread-safe.
/// </summary>
/// <param name="forRequest">Its request is there already: it was parked, or has waited unread.</param>
internal sealed class FreshConnection(WorkerLoad load, bool forRequest = false)
{
    private int _state = (int)FreshState.Holding;

    public FreshState State => (FreshState)Volatile.Read(ref _state);

    /// <summary>It has been silent for too long to hold a slot.</summary>
    public void Expire()
    {
        if (Move(FreshState.Silent)) End(requestCounts: false);
    }

    /// <summary>The connection has ended.</summary>
    public void Release()
    {
        if (Move(FreshState.Closed)) End(requestCounts: false);
    }

    /// <summary>The connection's request counts from now on, in place of the connection.</summary>
    public void Transfer()
    {
        if (Move(FreshState.Served)) End(requestCounts: true);
    }

    private void End(bool requestCounts)
    {
        if (forRequest) load.RequestNoLongerExpected();
        load.FreshEnded(requestCounts);
    }

    /// <returns>True if it held its slot until now.</returns>
    private bool Move(FreshState next)
    {
        while (true)
        {
            int state = Volatile.Read(ref _state);
            // Forward only: what comes after the request is not the first of the three.
            if (state >= (int)next) return false;
            if (Interlocked.CompareExchange(ref _state, (int)next, state) == state) return state == (int)FreshState.Holding;
        }
    }
}
