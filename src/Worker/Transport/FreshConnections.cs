namespace AppHost.Worker.Transport;

/// <summary>The connections accepted in the last 20 ms, in their order. Loop only.</summary>
internal sealed class FreshConnections
{
    private readonly FreshHold _hold = new();
    private readonly Queue<(FreshConnection Connection, long At)> _holding = new();
    private readonly Queue<(FreshConnection Connection, long At)> _unjudged = new();

    /// <summary>When to call <see cref="Expire"/> next; <see cref="LoopTimer.Never"/> if there is nothing to do.</summary>
    public long Due => Math.Min(
        _holding.TryPeek(out var holding) ? holding.At + _hold.Length : LoopTimer.Never,
        _unjudged.TryPeek(out var unjudged) ? unjudged.At + FreshHold.Longest : LoopTimer.Never);

    /// <summary>One has been accepted.</summary>
    public void Add(FreshConnection connection, long now)
    {
        _holding.Enqueue((connection, now));
        _unjudged.Enqueue((connection, now));
    }

    /// <summary>Takes the slots from those that have been silent for too long.</summary>
    public void Expire(long now)
    {
        while (_unjudged.TryPeek(out var oldest) && oldest.At + FreshHold.Longest <= now)
        {
            _unjudged.Dequeue();
            _hold.Judge(oldest.Connection.State);
        }

        while (_holding.TryPeek(out var oldest) && oldest.At + _hold.Length <= now)
        {
            _holding.Dequeue();
            oldest.Connection.Expire();
        }
    }
}
