namespace AppHost.Worker.Dispatch.Deadlines;

/// <summary>How far the deadline of a request has come. <see cref="DeadlinePolicy"/> holds the transitions.</summary>
internal enum DeadlineStep
{
    /// <summary>No request runs.</summary>
    Idle,

    /// <summary>The app runs.</summary>
    Running,

    /// <summary>T1 has passed and was logged.</summary>
    Slow,

    /// <summary>T2 has passed: whether the app or the deadline answers is being decided. Lasts microseconds.</summary>
    Expiring,

    /// <summary>The deadline has answered; the app still runs.</summary>
    Expired,

    /// <summary>The app's response had started before T2: it may go on for as long as it likes.</summary>
    Exempt,

    /// <summary>T3 has passed and the app still runs.</summary>
    Stuck,
}
