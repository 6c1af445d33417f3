namespace AppHost.Worker.Transport;

/// <summary>What the gate says about the next connection.</summary>
internal enum GateDecision
{
    /// <summary>Accept: a slot of this worker is free.</summary>
    Serve,

    /// <summary>Accept: nobody has a free slot, and its request may wait here.</summary>
    Queue,

    /// <summary>Accept, only to refuse its request at once: every queue is full.</summary>
    Shed,

    /// <summary>Leave it in the kernel's backlog, for a sibling or for later.</summary>
    Leave,
}
