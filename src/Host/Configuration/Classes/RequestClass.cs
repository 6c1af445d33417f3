namespace AppHost.Host.Configuration.Classes;

/// <summary>One entry of <c>classes</c>. Conditions that are null hold for all. Immutable.</summary>
internal sealed record RequestClass
{
    /// <summary>For logs.</summary>
    public required string Name { get; init; }

    public string? Path { get; init; }

    public string? Method { get; init; }

    public string? Header { get; init; }

    public string? HeaderValue { get; init; }

    public string? Host { get; init; }

    /// <summary>Null: it shares the threads of the rest.</summary>
    public ThreadRange? Threads { get; init; }

    public int? QueueLength { get; init; }

    public TimeSpan? QueueTimeout { get; init; }

    public ClassPriority Priority { get; init; } = ClassPriority.Normal;

    public TimeSpan? Deadline { get; init; }

    /// <summary>Requests a minute; null: as many as come.</summary>
    public int? Rate { get; init; }

    /// <summary>As many of them at once; null: those of a second.</summary>
    public int? Burst { get; init; }
}
