namespace AppHost.Worker.Messages;

/// <summary>What a worker tells the master.</summary>
internal abstract record WorkerMessage
{
    /// <summary>It accepts, or, when only checked, could.</summary>
    /// <param name="WorkerClass">The class it chose when none was configured.</param>
    /// <param name="Slots">Requests it can run at once.</param>
    internal sealed record Ready(string WorkerClass, int Slots) : WorkerMessage;

    /// <summary>It cannot boot, and why; the process ends after this.</summary>
    /// <param name="Message">One sentence for the operator.</param>
    /// <param name="Advice">What to do; may be null.</param>
    /// <param name="Details">Further lines, such as the frames of the user's exception.</param>
    internal sealed record Failed(string Message, string? Advice, IReadOnlyList<string> Details) : WorkerMessage;

    /// <summary>It is to be replaced: it got SIGTERM from somebody else, or its app wants to end.</summary>
    /// <param name="ByApp">The app has stopped its own host.</param>
    internal sealed record Leaving(bool ByApp = false) : WorkerMessage;

    /// <summary>What the operator should know of the app; every worker says it, and the master once.</summary>
    /// <param name="Subject">What it is about, in a word: of each subject one notice is enough.</param>
    /// <param name="Text">A sentence or two.</param>
    /// <param name="Importance">How it is logged, and whether it matters at all.</param>
    internal sealed record Notice(string Subject, string Text, NoticeImportance Importance) : WorkerMessage;

    /// <summary>A request has not come back after its last deadline: the worker is to be replaced.</summary>
    /// <param name="Request">Method and path.</param>
    internal sealed record Stuck(string Request) : WorkerMessage;
}
