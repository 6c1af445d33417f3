namespace AppHost.WorkerTypes.Queueing;

/// <summary>Serves in the order of arrival; gives up a request that waited too long or whose client has gone.</summary>
internal sealed class FirstInFirstOut : QueueDiscipline
{
    private readonly long _longestWait;

    /// <param name="longestWait">A request that has waited this long is not run; zero or negative for no limit: it waits as long as its client does.</param>
    /// <param name="timestampFrequency"><see cref="TimeProvider.TimestampFrequency"/> of the clock in use.</param>
    public FirstInFirstOut(TimeSpan longestWait, long timestampFrequency)
    {
        double ticks = longestWait.TotalSeconds * timestampFrequency;
        // Half the range leaves room for the addition to an arrival time.
        _longestWait = longestWait <= TimeSpan.Zero || ticks >= long.MaxValue / 2 ? long.MaxValue : (long)ticks;
    }

    public override bool TakesNewest(int waiting, long now) => false;

    public override RejectReason? Judge(IWorkerRequest request, long now)
    {
        if (request.IsAborted)
        {
            return RejectReason.ClientGone;
        }

        return now >= GiveUpAt(request) ? RejectReason.QueueTimeout : null;
    }

    public override long GiveUpAt(IWorkerRequest request) =>
        _longestWait == long.MaxValue ? long.MaxValue : request.ArrivedAt + _longestWait;
}
