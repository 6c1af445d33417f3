namespace AppHost;

/// <summary>What a worker process knows of itself. Thread-safe; registered as a service.</summary>
public interface IWorkerInfo
{
    /// <summary>
    /// 0 to N-1 within one generation; a replacement takes over the id of the worker it replaces. The same value is in
    /// the environment as <c>APPHOST_WORKER_ID</c>. Lets an app elect worker 0 for work that must be done once.
    /// </summary>
    int WorkerId { get; }

    /// <summary>The number of the generation, from 1; it grows by one with each reload.</summary>
    int Generation { get; }

    /// <summary>The worker class as configured: <c>sync</c>, <c>threaded</c>, <c>async</c> or a type name.</summary>
    string WorkerClass { get; }

    /// <summary>How many requests this worker can run at once.</summary>
    int Slots { get; }

    /// <summary>Cancelled when the worker starts to drain. Long polls and streams should end then.</summary>
    CancellationToken Draining { get; }
}
