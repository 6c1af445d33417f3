namespace AppHost.Worker.Scoreboard;

/// <summary>What one class of requests had in one or several workers. Immutable.</summary>
/// <param name="Inside">Requests that run or wait.</param>
/// <param name="Requests">Requests that ended or became streams.</param>
/// <param name="Rejected">Requests that were refused.</param>
internal sealed record ClassCounts(int Inside, long Requests, long Rejected, HistogramSum QueueTime, HistogramSum ServiceTime)
{
    /// <summary>Nothing.</summary>
    public static ClassCounts None { get; } = new(0, 0, 0, new HistogramSum(), new HistogramSum());

    /// <summary>Reads those of a worker.</summary>
    /// <param name="number">Of the class in that worker's configuration, from 1.</param>
    public static ClassCounts Of(WorkerRegion region, int number)
    {
        var queue = new HistogramSum();
        var service = new HistogramSum();
        region.QueueTime(number).AddTo(queue);
        region.ServiceTime(number).AddTo(service);
        return new ClassCounts(
            Volatile.Read(ref region.ClassInside(number)), Volatile.Read(ref region.ClassRequests(number)),
            Volatile.Read(ref region.ClassRejected(number)), queue, service);
    }

    /// <summary>These and others.</summary>
    public ClassCounts Plus(ClassCounts others) => new(
        Inside + others.Inside, Requests + others.Requests, Rejected + others.Rejected,
        Sum(QueueTime, others.QueueTime), Sum(ServiceTime, others.ServiceTime));

    private static HistogramSum Sum(HistogramSum left, HistogramSum right)
    {
        var sum = new HistogramSum();
        sum.Add(left);
        sum.Add(right);
        return sum;
    }
}
