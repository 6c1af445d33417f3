namespace AppHost.Worker.Scoreboard;

/// <summary>The durations of requests of one or several workers, by request class. Immutable once made.</summary>
internal sealed class RequestDurations
{
    private readonly HistogramSum?[] _queue = new HistogramSum?[ScoreboardLayout.HistogramClasses];
    private readonly HistogramSum?[] _service = new HistogramSum?[ScoreboardLayout.HistogramClasses];

    private RequestDurations()
    {
    }

    /// <summary>None.</summary>
    public static RequestDurations None { get; } = new();

    /// <summary>How long requests waited for a slot, all classes together.</summary>
    public HistogramSum QueueTime => Total(_queue);

    /// <summary>How long the app took, all classes together.</summary>
    public HistogramSum ServiceTime => Total(_service);

    /// <summary>Reads those of a worker.</summary>
    public static RequestDurations Of(WorkerRegion region)
    {
        var durations = new RequestDurations();
        for (int requestClass = 0; requestClass < ScoreboardLayout.HistogramClasses; requestClass++)
        {
            durations._queue[requestClass] = Read(region.QueueTime(requestClass));
            durations._service[requestClass] = Read(region.ServiceTime(requestClass));
        }

        return durations;
    }

    /// <summary>These and others.</summary>
    public RequestDurations Plus(RequestDurations others)
    {
        var durations = new RequestDurations();
        for (int requestClass = 0; requestClass < ScoreboardLayout.HistogramClasses; requestClass++)
        {
            durations._queue[requestClass] = Sum(_queue[requestClass], others._queue[requestClass]);
            durations._service[requestClass] = Sum(_service[requestClass], others._service[requestClass]);
        }

        return durations;
    }

    /// <summary>Those of one class; null if it had no request.</summary>
    public (HistogramSum Queue, HistogramSum Service)? OfClass(int requestClass) =>
        _queue[requestClass] is { } queue ? (queue, _service[requestClass] ?? new HistogramSum()) : null;

    private static HistogramSum? Read(SharedHistogram shared)
    {
        if (shared.Sum == 0) return null;
        var sum = new HistogramSum();
        shared.AddTo(sum);
        return sum;
    }

    private static HistogramSum? Sum(HistogramSum? left, HistogramSum? right)
    {
        if (left is null || right is null) return left ?? right;
        var sum = new HistogramSum();
        sum.Add(left);
        sum.Add(right);
        return sum;
    }

    private static HistogramSum Total(HistogramSum?[] classes)
    {
        var total = new HistogramSum();
        foreach (HistogramSum? one in classes)
        {
            if (one is not null) total.Add(one);
        }

        return total;
    }
}
