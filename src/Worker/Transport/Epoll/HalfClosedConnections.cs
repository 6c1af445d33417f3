using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>
/// Connections whose client has closed its side while its request runs. Loop thread only.
/// </summary>
/// <remarks>
/// A client that has gone looks the same as one that only sends no more and waits for its answer (RFC 9112, 9.6 allows it;
/// <c>nc -N</c> does it). Kestrel answers neither once it hears of the end, and a request whose client has gone should be
/// told: so it hears of it a second later. What is answered within that second reaches the client; and one that has gone
/// shows itself at the first byte of the answer.
/// </remarks>
internal sealed class HalfClosedConnections
{
    private static readonly long Patience = TimeSpan.FromSeconds(1).ToNanoseconds();

    private readonly EventLoop _loop;
    private readonly Queue<(EpollConnection Connection, long Due)> _queue = new();
    private readonly LoopTimer _timer;

    public HalfClosedConnections(EventLoop loop)
    {
        _loop = loop;
        _timer = loop.AddTimer(FireOverdue);
    }

    /// <summary>Tells Kestrel in a second that the client has gone.</summary>
    public void Add(EpollConnection connection)
    {
        _queue.Enqueue((connection, _loop.Now + Patience));
        if (_timer.Due == LoopTimer.Never) _timer.Set(_queue.Peek().Due);
    }

    private void FireOverdue()
    {
        while (_queue.TryPeek(out var oldest) && oldest.Due <= _loop.Now) _queue.Dequeue().Connection.FireClosed();
        if (_queue.Count > 0) _timer.Set(_queue.Peek().Due);
    }
}
