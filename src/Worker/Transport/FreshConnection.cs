namespace AppHost.Worker.Transport;

/// <summary>
/// The slot that a connection holds from accept to its first request, so that a worker with one free slot does not accept
/// two. The first of three ends it: the request, the end of the connection, or 20 ms of silence. Thread-safe.
/// </summary>
internal sealed class FreshConnection(WorkerLoad load)
{
    private WorkerLoad? _holds = load;

    /// <summary>Gives the slot back, once.</summary>
    public void Release() => Interlocked.Exchange(ref _holds, null)?.FreshEnded(requestCounts: false);

    /// <summary>The connection's request counts from now on, in place of the connection.</summary>
    public void Transfer() => Interlocked.Exchange(ref _holds, null)?.FreshEnded(requestCounts: true);
}
