namespace AppHost.Worker.Messages;

/// <summary>All that a worker is told before it boots. Sent as the first message, so that nothing secret is on a command line.</summary>
internal sealed record WorkerAssignment
{
    /// <summary>Raised when the messages change in a way that the other side would misread.</summary>
    public const int CurrentProtocol = 3;

    public required int Protocol { get; init; }

    public required int WorkerId { get; init; }

    public required int Generation { get; init; }

    /// <summary>The worker's region of the scoreboard.</summary>
    public required int Region { get; init; }

    public required int ScoreboardDescriptor { get; init; }

    public required AppAssignment App { get; init; }

    public required ServingAssignment Serving { get; init; }

    /// <summary>A descriptor that stays open while the process lives, so that nobody deletes the release it runs; null: none.</summary>
    public int? SnapshotLock { get; init; }

    /// <summary>Load the app, report, and leave without having served: <c>apphost check</c>.</summary>
    public required bool CheckOnly { get; init; }

    /// <summary>Lowest level written, as <c>Microsoft.Extensions.Logging.LogLevel</c>.</summary>
    public required int LogLevel { get; init; }

    /// <summary>The same for categories of the framework.</summary>
    public required int FrameworkLogLevel { get; init; }
}
