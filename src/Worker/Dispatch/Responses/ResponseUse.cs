namespace AppHost.Worker.Dispatch.Responses;

/// <summary>
/// How many calls are inside one response, and whether it has ended: after that none gets in. Thread-safe, without a lock; a
/// mutable struct: keep it in a field.
/// </summary>
internal struct ResponseUse
{
    private const int Ended = 1;
    private const int One = 2;

    private int _state;

    /// <summary>Goes in; to be followed by <see cref="Exit"/>.</summary>
    /// <exception cref="ObjectDisposedException">The request has ended.</exception>
    public void Enter()
    {
        if ((Interlocked.Add(ref _state, One) & Ended) == 0) return;
        Exit();
        throw new ObjectDisposedException(
            "HttpContext", "The request has ended: its handler has returned, and its response must not be used any more.");
    }

    /// <summary>Leaves.</summary>
    public void Exit() => Interlocked.Add(ref _state, -One);

    /// <summary>Lets nobody in any more and waits until those inside have left.</summary>
    public void End()
    {
        Interlocked.Or(ref _state, Ended);
        var spin = default(SpinWait);
        // Mostly nobody is. A stray thread amid a write belongs to the request: its slot is not free before.
        while (Volatile.Read(ref _state) != Ended) spin.SpinOnce();
    }
}
