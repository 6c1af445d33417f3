namespace AppHost.Host.Advice;

/// <summary>What to configure, and why.</summary>
internal sealed record SizingAdvice
{
    /// <summary>N.</summary>
    public required int Workers { get; init; }

    public required string WorkerClass { get; init; }

    /// <summary>M: threads of a worker, or requests in flight on its event loop.</summary>
    public required int SlotsPerWorker { get; init; }

    /// <summary>Places in the queue of one worker.</summary>
    public required int QueueLength { get; init; }

    public required TimeSpan QueueTimeout { get; init; }

    /// <summary>After it a request counts as stuck.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>The four, in the order of <see cref="BoundKind"/>.</summary>
    public required IReadOnlyList<Bound> Bounds { get; init; }

    /// <summary>The time in which 95 of 100 requests are answered at the rate in question; null: the queue grows for ever.</summary>
    public required TimeSpan? Percentile95 { get; init; }

    /// <summary>The rate in question: what was asked for, or what the host can carry.</summary>
    public required double Rate { get; init; }

    /// <summary>Sentences about what does not fit or needs a look.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    public int Slots => Workers * SlotsPerWorker;

    /// <summary>The bound that allows the fewest requests a second.</summary>
    public Bound Binding => Bounds.Single(bound => bound.Binds);

    /// <summary>Requests a second that the host can be planned for.</summary>
    public double Capacity => Binding.Rate!.Value;
}
