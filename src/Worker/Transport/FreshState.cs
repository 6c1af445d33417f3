namespace AppHost.Worker.Transport;

/// <summary>The first moments of a connection. It only moves forward.</summary>
internal enum FreshState
{
    /// <summary>It holds a slot.</summary>
    Holding,

    /// <summary>It holds none any more, and a request may still come.</summary>
    Silent,

    /// <summary>It ended without a request.</summary>
    Closed,

    /// <summary>Its first request has come.</summary>
    Served,
}
