namespace AppHost.WorkerTypes.Queueing;

/// <summary>A request that is answered without the app, and why.</summary>
internal readonly record struct Rejection(WaitingRequest Waiting, RejectReason Reason);
