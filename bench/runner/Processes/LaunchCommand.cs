namespace AppHost.Bench.Processes;

/// <summary>A program with its arguments, as it could be typed into a shell.</summary>
/// <param name="Program">A name in PATH, or a path.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record LaunchCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Variables added to the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The current directory; null: the runner's.</summary>
    public string? Folder { get; init; }

    /// <summary>The line for a POSIX shell.</summary>
    public string Text =>
        string.Join(' ', [.. Environment.Select(pair => $"{pair.Key}={Quote(pair.Value)}"), Quote(Program), .. Arguments.Select(Quote)]);

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,@%+".Contains(c, StringComparison.Ordinal))
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
