namespace AppHost.Worker.Transport;

/// <summary>What a turn of the event loop does late, so that it is done once for several callbacks.</summary>
internal interface IDeferredWork
{
    /// <summary>Does it; on the loop's thread.</summary>
    void RunDeferred();
}
