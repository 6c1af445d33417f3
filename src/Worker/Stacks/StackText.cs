using System.Text;

namespace AppHost.Worker.Stacks;

/// <summary>What of a stack is worth a line in the log: the app's part. Pure.</summary>
internal static class StackText
{
    private const int MostFrames = 40;

    private static readonly string[] HostFrames = ["AppHost.Worker.", "AppHost.WorkerTypes."];
    private static readonly string[] FrameworkFrames = ["System.", "Microsoft.", "Interop+", "Internal."];

    /// <summary>From the innermost frame to the outermost of the app; what the host runs below it is always the same.</summary>
    public static IReadOnlyList<string> AppPart(IReadOnlyList<string> frames)
    {
        int last = -1;
        for (int i = 0; i < frames.Count && !StartsWithAny(frames[i], HostFrames); i++)
        {
            if (IsApp(frames[i])) last = i;
        }

        return [.. frames.Take(last + 1)];
    }

    /// <summary>The frame in which the app itself stands, or null if the thread is not in the app.</summary>
    public static string? AppFrame(IReadOnlyList<string> frames) => AppPart(frames).FirstOrDefault(IsApp);

    /// <summary>Indented lines to follow a sentence, or the reason why there are none.</summary>
    public static string Describe(StackReading reading)
    {
        if (reading.Problem is { } problem) return $" (no stack: {problem})";
        IReadOnlyList<string> frames = AppPart(reading.Frames);
        if (frames.Count == 0) return " (no stack: none of its code is on a thread, so it awaits something)";
        var text = new StringBuilder();
        // The app's own frame first: that is the line to look at, whatever the framework does inside of it.
        text.Append(", in ").Append(AppFrame(frames)).Append(':');
        foreach (string frame in frames.Take(MostFrames)) text.Append("\n    at ").Append(frame);
        if (frames.Count > MostFrames) text.Append("\n    ...");
        return text.ToString();
    }

    private static bool IsApp(string frame) => !StartsWithAny(frame, FrameworkFrames) && !StartsWithAny(frame, HostFrames);

    private static bool StartsWithAny(string frame, string[] prefixes) =>
        Array.Exists(prefixes, prefix => frame.StartsWith(prefix, StringComparison.Ordinal));
}
