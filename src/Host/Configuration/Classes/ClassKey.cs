using AppHost.Host.Configuration.Formats;

namespace AppHost.Host.Configuration.Classes;

/// <summary>One of the keys that a class of requests may have.</summary>
/// <param name="IsCondition">It says which requests belong to the class.</param>
/// <param name="Example">As it stands in the sample file.</param>
/// <param name="Summary">For documents.</param>
internal sealed record ClassKey(string Name, bool IsCondition, ValueFormatAttribute Format, string Example, string Summary)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ClassKey> All { get; } =
    [
        new("path", true, new TextAttribute(), "/reports", "The path, or what it begins with up to a slash; upper and lower case are the same."),
        new("method", true, new TextAttribute(), "POST", "One method."),
        new("header", true, new TextAttribute(), "\"X-Tier: gold\"", "The name of a header, or its name and whole value."),
        new("host", true, new TextAttribute(), "\"*.example.com\"", "The host without its port, or `*.` and what it ends with."),
        new("threads", false, new ThreadsAttribute(), "2:4", "Slots of its own in each worker, beside `threads`; under worker-class async so many requests at "
            + "once. Without it the class shares the slots of all."),
        new("queue", false, new IntegerAttribute(0, 1_000_000), "10", "Requests that wait for its own threads; else four for each."),
        new("queue-timeout", false, new DurationAttribute(), "500ms", "How long they may wait; else `queue.timeout`."),
        new("priority", false, new ChoiceAttribute(typeof(ClassPriority)), "low", "Without threads of its own: before or after others that wait. Of eight "
            + "requests served while less important ones wait, one is of the least important."),
        new("deadline", false, new DurationAttribute(), "5s", "`deadline.request` of these requests; `deadline.kill` follows at its distance. 0: none."),
        new("rate", false, new RateAttribute(), "100/s", "As many requests of the whole host, all workers together; the others are answered `shed.status`."),
        new("burst", false, new IntegerAttribute(1, 1_000_000), "20", "As many of them at once; else those of a second."),
    ];
}
