namespace AppHost.Load.Statistics;

/// <summary>How a request ended. Exactly one for each.</summary>
internal enum RequestOutcome
{
    /// <summary>Not ended yet.</summary>
    Pending,

    /// <summary>2xx within the timeout: a useful answer.</summary>
    Useful,

    /// <summary>3xx.</summary>
    Status3xx,

    /// <summary>4xx.</summary>
    Status4xx,

    /// <summary>503: shed by the server.</summary>
    Status503,

    /// <summary>5xx other than 503.</summary>
    Status5xx,

    /// <summary>Nothing listens.</summary>
    ConnectRefused,

    /// <summary>The timeout passed before the connection was established.</summary>
    ConnectTimeout,

    /// <summary>Any other failure to connect, such as no free local port or no such Unix socket.</summary>
    ConnectFailed,

    /// <summary>Reset by the server during the request.</summary>
    Reset,

    /// <summary>A connection that was already open went away before a byte of the answer (the keep-alive race).</summary>
    ClosedOnReuse,

    /// <summary>A connection opened for this request was closed before a byte of the answer.</summary>
    ClosedBeforeResponse,

    /// <summary>Closed before the answer was complete.</summary>
    ClosedMidResponse,

    /// <summary>The timeout passed after the request was sent, or while it was being sent.</summary>
    Timeout,

    /// <summary>The timeout passed while no connection was idle: the request was never sent.</summary>
    TimeoutUnsent,

    /// <summary>What came was no valid HTTP/1.x response, or more than it.</summary>
    BadResponse,

    /// <summary>The run was interrupted first.</summary>
    Unfinished,
}
