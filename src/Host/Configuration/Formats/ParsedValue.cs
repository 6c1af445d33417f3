namespace AppHost.Host.Configuration.Formats;

/// <summary>A value, or what is wrong with its text.</summary>
/// <param name="Value">The value; null where null has a meaning of its own (such as <c>auto</c>).</param>
/// <param name="Problem">Null if the text is right, else a sentence without its first capital and its full stop.</param>
internal readonly record struct ParsedValue(object? Value, string? Problem)
{
    /// <summary>The text is right.</summary>
    public static ParsedValue Of(object? value) => new(value, null);

    /// <summary>The text is wrong.</summary>
    public static ParsedValue Wrong(string problem) => new(null, problem);

    /// <summary>The text is wrong in the usual way.</summary>
    /// <param name="expected">What was expected.</param>
    /// <param name="text">What was found.</param>
    /// <param name="advice">What to write instead.</param>
    public static ParsedValue Wrong(string expected, string text, string advice) =>
        new(null, $"expected {expected}, got {(text.Length == 0 ? "nothing" : $"'{text}'")}; {advice}");
}
