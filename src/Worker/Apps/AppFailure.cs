namespace AppHost.Worker.Apps;

/// <summary>Why an app cannot be run, in words for its operator. Immutable.</summary>
/// <param name="Message">What is wrong, naming the thing and the place; one sentence or a few, no stack trace.</param>
/// <param name="Advice">What to do about it; null where the message says it all.</param>
/// <param name="Details">More lines that belong to the message: the user's own stack frames, compiler errors, candidates.</param>
internal record AppFailure(string Message, string? Advice, IReadOnlyList<string> Details)
{
    /// <summary>The message, the details indented below it, then the advice.</summary>
    public string ToText()
    {
        IEnumerable<string> lines = [Message, .. Details.Select(detail => "  " + detail)];
        return string.Join('\n', Advice is null ? lines : lines.Append(Advice));
    }
}

/// <summary>Why an app did not come up in a worker: it was inspected and found right, but loading or creating it failed.</summary>
/// <inheritdoc cref="AppFailure(string, string?, IReadOnlyList{string})"/>
internal sealed record AppBootFailure(string Message, string? Advice, IReadOnlyList<string> Details)
    : AppFailure(Message, Advice, Details);
