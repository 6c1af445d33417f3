namespace AppHost.Worker.Logging;

/// <summary>
/// Makes what a client sent fit for a log: a path is decoded when it gets here, and a line feed in it would be a line of its
/// own in the log, an escape sequence a command to the terminal.
/// </summary>
internal static class Printable
{
    /// <summary>The text with a question mark for each control character.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0000', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f')) return text;
        return string.Create(text.Length, text, static (printable, source) =>
        {
            for (int i = 0; i < source.Length; i++) printable[i] = char.IsControl(source[i]) ? '?' : source[i];
        });
    }
}
