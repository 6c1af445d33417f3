namespace AppHost.WorkerTypes;

/// <summary>The life of a <see cref="RequestExecutor"/>. It only moves forward.</summary>
internal enum ExecutorState
{
    /// <summary>Takes requests.</summary>
    Accepting,

    /// <summary>Refuses new requests; those that wait are still run.</summary>
    Stopping,

    /// <summary>Time is up: what waited has been rejected.</summary>
    Stopped,
}
