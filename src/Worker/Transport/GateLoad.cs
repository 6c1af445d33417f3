namespace AppHost.Worker.Transport;

/// <summary>A worker's load as its gate sees it.</summary>
/// <param name="Slots">Requests it can run at once, slots of request classes not counted: what a new connection brings is not known.</param>
/// <param name="Busy">Requests that run.</param>
/// <param name="Queued">Requests that wait.</param>
/// <param name="Fresh">Fresh connections whose request is expected at any moment.</param>
/// <param name="QueueLimit">Requests that may wait.</param>
/// <param name="InLanes">Of those that run or wait, the ones in classes with slots of their own: they take none of these.</param>
/// <param name="LanesFull">Classes of which every slot is taken.</param>
/// <param name="Connections">All that are open, idle or not.</param>
internal readonly record struct GateLoad(
    int Slots, int Busy, int Queued, int Fresh, int QueueLimit, int InLanes = 0, int LanesFull = 0, int Connections = 0)
{
    /// <summary>
    /// Slots taken or promised. A waiting request counts although slots may be free: it is on its way to one of them.
    /// </summary>
    public int Taken => Busy + Queued + Fresh - InLanes;

    /// <summary>Requests beyond the slots.</summary>
    public int Waiting => Math.Max(0, Taken - Slots);

    /// <summary>Whatever the next connection brings need not wait.</summary>
    public bool IsFree => Taken < Slots && LanesFull == 0;
}
