namespace AppHost.Faults.Load;

/// <summary>Why a request failed.</summary>
internal enum FailureCause
{
    /// <summary>No death of a worker explains it: it is the host's fault.</summary>
    Unexplained,

    /// <summary>On a kept connection of a worker that died, or that may have gone to one that did.</summary>
    KeptConnection,

    /// <summary>The first request of its connection; the obituary of a worker names it.</summary>
    InObituary,

    /// <summary>The first request of its connection, on its way when a worker died.</summary>
    AtDeath,
}
