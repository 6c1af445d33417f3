namespace AppHost.Worker.Transport.Parking;

/// <summary>
/// The last move of a request that waits unread. It can move twice at most: to a shorter queue, and to a free slot, which ends its
/// waiting; without the second a request that was moved would wait behind a busy worker while another one is idle.
/// </summary>
internal enum RequestMove
{
    /// <summary>It is where it arrived.</summary>
    None,

    /// <summary>It came because fewer waited here; it may go on to a free slot.</summary>
    Relieved,

    /// <summary>It came because a slot was free here; it stays.</summary>
    Pushed,
}
