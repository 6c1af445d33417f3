namespace AppHost.Worker.Transport;

/// <summary>A worker's load as its gate sees it.</summary>
/// <param name="Slots">Requests it can run at once.</param>
/// <param name="Busy">Requests that run.</param>
/// <param name="Queued">Requests that wait.</param>
/// <param name="Fresh">Fresh connections whose request is expected at any moment.</param>
/// <param name="QueueLimit">Requests that may wait.</param>
/// <param name="Connections">All that are open, idle or not.</param>
internal readonly record struct GateLoad(int Slots, int Busy, int Queued, int Fresh, int QueueLimit, int Connections = 0)
{
    /// <summary>
    /// Slots taken or promised. A waiting request counts although slots may be free: it is on its way to one of them.
    /// </summary>
    public int Taken => Busy + Queued + Fresh;

    /// <summary>Requests beyond the slots.</summary>
    public int Waiting => Math.Max(0, Taken - Slots);
}
