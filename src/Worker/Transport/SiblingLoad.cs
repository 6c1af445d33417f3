namespace AppHost.Worker.Transport;

/// <summary>What a gate needs to know of all siblings that count together.</summary>
/// <param name="AnyFree">One has a free slot.</param>
/// <param name="AnyQueueRoom">One's queue is not full.</param>
/// <param name="ShortestQueue">
/// The fewest requests waiting at one of them whose queue is not full; <see cref="int.MaxValue"/> when there is none. A full
/// queue takes nothing however short it is, and limits differ while two configurations serve side by side.
/// </param>
/// <param name="FewestConnections">Of one that has a free slot; <see cref="int.MaxValue"/> when none has.</param>
internal readonly record struct SiblingLoad(bool AnyFree, bool AnyQueueRoom, int ShortestQueue, int FewestConnections)
{
    /// <summary>No sibling counts.</summary>
    public static SiblingLoad None { get; } = new(false, false, int.MaxValue, int.MaxValue);

    /// <summary>With one more sibling that counts.</summary>
    public SiblingLoad With(in GateLoad sibling)
    {
        bool free = sibling.IsFree;
        bool queueRoom = sibling.Waiting < sibling.QueueLimit;
        return new SiblingLoad(
            AnyFree || free,
            AnyQueueRoom || queueRoom,
            queueRoom ? Math.Min(ShortestQueue, sibling.Waiting) : ShortestQueue,
            free ? Math.Min(FewestConnections, sibling.Connections) : FewestConnections);
    }
}
