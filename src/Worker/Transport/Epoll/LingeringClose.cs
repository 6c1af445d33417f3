using AppHost.Worker.Scoreboard;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>
/// Connections whose answer is sent and whose client has not closed its side: each is closed two seconds later at the
/// latest. Loop thread only.
/// </summary>
internal sealed class LingeringClose
{
    private static readonly long Longest = TimeSpan.FromSeconds(2).ToNanoseconds();

    private readonly EventLoop _loop;
    private readonly Queue<(EpollConnection Connection, long Due)> _queue = new();
    private readonly LoopTimer _timer;

    public LingeringClose(EventLoop loop)
    {
        _loop = loop;
        _timer = loop.AddTimer(CloseOverdue);
    }

    /// <summary>Closes the connection in two seconds, if its client has not made it close before.</summary>
    public void Add(EpollConnection connection)
    {
        _queue.Enqueue((connection, _loop.Now + Longest));
        if (_timer.Due == LoopTimer.Never) _timer.Set(_queue.Peek().Due);
    }

    private void CloseOverdue()
    {
        while (_queue.TryPeek(out var oldest) && oldest.Due <= _loop.Now) _queue.Dequeue().Connection.Close();
        if (_queue.Count > 0) _timer.Set(_queue.Peek().Due);
    }
}
