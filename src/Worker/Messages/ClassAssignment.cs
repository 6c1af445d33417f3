namespace AppHost.Worker.Messages;

/// <summary>A class of requests. Conditions that are null hold for all; durations in milliseconds.</summary>
internal sealed record ClassAssignment
{
    public required string Name { get; init; }

    public string? Path { get; init; }

    public string? Method { get; init; }

    public string? Header { get; init; }

    public string? HeaderValue { get; init; }

    public string? Host { get; init; }

    /// <summary>Null, like <see cref="MaxThreads"/>: it shares the threads of the rest.</summary>
    public int? MinThreads { get; init; }

    public int? MaxThreads { get; init; }

    /// <summary>Null: four for each of its own slots.</summary>
    public int? QueueLength { get; init; }

    /// <summary>Null: that of the rest.</summary>
    public int? QueueTimeout { get; init; }

    /// <summary>Among those that share threads: higher is served first.</summary>
    public int Priority { get; init; }

    /// <summary>Null: that of the rest; 0: none.</summary>
    public int? Deadline { get; init; }

    /// <summary>Requests a minute of the whole host; null: as many as come.</summary>
    public int? Rate { get; init; }

    /// <summary>As many of them at once.</summary>
    public int Burst { get; init; }

    /// <summary>The bucket of the scoreboard that all workers count them in.</summary>
    public int Bucket { get; init; }
}
