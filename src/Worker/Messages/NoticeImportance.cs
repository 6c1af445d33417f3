namespace AppHost.Worker.Messages;

/// <summary>How much a <see cref="WorkerMessage.Notice"/> matters.</summary>
internal enum NoticeImportance
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Something will not be as its author expects.</summary>
    Warning,

    /// <summary>A warning, but only where there is more than one worker.</summary>
    WarningAmongSeveral,
}
