namespace AppHost.Load.Statistics;

/// <summary>Why a kept connection ended other than by the end of the run.</summary>
internal enum ConnectionEnd
{
    /// <summary>The server closed it while no request was on it.</summary>
    ClosedIdle,

    /// <summary>The server said so in a response (<c>Connection: close</c>, or a body that lasts until the close).</summary>
    ClosedAnnounced,

    /// <summary>The server sent bytes nobody had asked for while no request was on it.</summary>
    UnexpectedBytes,

    /// <summary>A request on it failed: reset, closed, or no valid response.</summary>
    FailedRequest,

    /// <summary>We gave up a request on it after the timeout.</summary>
    GivenUp,
}
