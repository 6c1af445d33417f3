namespace AppHost.WorkerTypes.Queueing;

/// <summary>
/// In which order waiting requests are served and which of them are given up. Called under the lock of the queue, so an
/// implementation may keep state (a moving minimum of the delay, say) without one of its own. Time comes in from outside.
/// </summary>
internal abstract class QueueDiscipline
{
    /// <summary>True if the newest waiting request is to be served next, false for the oldest.</summary>
    /// <param name="waiting">How many wait, at least 1.</param>
    /// <param name="now">Timestamp of the clock of <see cref="IWorkerRequest.ArrivedAt"/>.</param>
    public abstract bool TakesNewest(int waiting, long now);

    /// <summary>Decides about the request taken next: null to run it, else why it is not worth running.</summary>
    public abstract RejectReason? Judge(IWorkerRequest request, long now);

    /// <summary>When a request that nobody has taken is given up; <see cref="long.MaxValue"/> for never.</summary>
    public abstract long GiveUpAt(IWorkerRequest request);
}
