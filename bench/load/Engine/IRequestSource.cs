using AppHost.Load.Connections;

namespace AppHost.Load.Engine;

/// <summary>Where requests come from. Belongs to one thread.</summary>
internal interface IRequestSource
{
    /// <summary>When the next request is due; <see cref="long.MaxValue"/> when none is known.</summary>
    long NextDue { get; }

    /// <summary>Takes the next request.</summary>
    PendingRequest Take();

    /// <summary>The request on a connection has ended.</summary>
    /// <param name="slot">The connection.</param>
    /// <param name="answered">Whether with an answer.</param>
    /// <param name="now">When.</param>
    void Ended(int slot, bool answered, long now);
}
