using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Logging;

/// <summary>
/// A log record of a worker as one line on its standard error. The master takes lines with this mark apart and writes them
/// in its own format; all other lines are the app's and pass as they are.
/// </summary>
/// <param name="Details">The exception, several lines; may be empty.</param>
/// <param name="RequestId">Of the request for which it was written; may be empty.</param>
internal sealed record LogLine(LogLevel Level, int EventId, string Category, string Message, string Details, string RequestId = "")
{
    /// <summary>ASCII record separator: no program prints it at the start of a line by chance.</summary>
    private const char Mark = '\u001e';

    private const char Separator = '\u001f';

    /// <summary>Characters of a message, and of an exception.</summary>
    private const int LongestText = 16 << 10;

    /// <summary>Writes the line, with its end.</summary>
    public string Format()
    {
        var line = new StringBuilder(Message.Length + Details.Length + Category.Length + 16);
        line.Append(Mark).Append((int)Level).Append(Separator);
        line.Append(CultureInfo.InvariantCulture, $"{EventId}").Append(Separator);
        Escape(line, Category).Append(Separator);
        Escape(line, RequestId).Append(Separator);
        Escape(line, Cut(Message)).Append(Separator);
        return Escape(line, Cut(Details)).Append('\n').ToString();
    }

    /// <summary>Reads a line without its end.</summary>
    public static bool TryParse(string line, [NotNullWhen(true)] out LogLine? record)
    {
        record = null;
        if (line.Length == 0 || line[0] != Mark) return false;
        string[] parts = line[1..].Split(Separator);
        if (parts.Length != 6) return false;
        if (!int.TryParse(parts[0], CultureInfo.InvariantCulture, out int level)) return false;
        if (!int.TryParse(parts[1], CultureInfo.InvariantCulture, out int eventId)) return false;
        record = new LogLine((LogLevel)level, eventId, Unescape(parts[2]), Unescape(parts[4]), Unescape(parts[5]), Unescape(parts[3]));
        return true;
    }

    /// <summary>The master reads lines of bounded length; a record cut by it in the middle would be no record any more.</summary>
    private static string Cut(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), " ... (cut)");

    private static StringBuilder Escape(StringBuilder line, string text)
    {
        foreach (char c in text)
        {
            _ = c switch
            {
                '\\' => line.Append("\\\\"),
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                Mark or Separator => line.Append(' '),
                _ => line.Append(c),
            };
        }

        return line;
    }

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && i + 1 < text.Length)
            {
                i++;
                c = text[i] switch { 'n' => '\n', 'r' => '\r', char other => other };
            }

            plain.Append(c);
        }

        return plain.ToString();
    }
}
