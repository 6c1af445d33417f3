namespace AppHost.Faults.Load;

/// <summary>What a client does.</summary>
internal enum ClientKind
{
    /// <summary>Keeps its connection and thinks for 0 to 400 ms between two requests.</summary>
    KeepAlive,

    /// <summary>A connection for each request.</summary>
    Fresh,

    /// <summary>Uploads a body in small pieces for 400 ms, on a connection that it keeps.</summary>
    SlowUpload,

    /// <summary>Reads an answer that takes a second, on a connection that it keeps.</summary>
    Streaming,
}
