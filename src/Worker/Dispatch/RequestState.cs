namespace AppHost.Worker.Dispatch;

/// <summary>Where a request is on its way. It only moves forward, and each step is claimed by exactly one caller.</summary>
internal enum RequestState
{
    /// <summary>No request, or one whose body is still awaited.</summary>
    Idle,

    /// <summary>Handed to the worker class.</summary>
    Waiting,

    /// <summary>The app runs.</summary>
    Running,

    /// <summary>The app runs on without a slot, as its response has become a stream.</summary>
    Streaming,

    /// <summary>The app is done, or the request was refused.</summary>
    Ended,

    /// <summary>The same after a stream: it held no slot any more.</summary>
    StreamEnded,
}
