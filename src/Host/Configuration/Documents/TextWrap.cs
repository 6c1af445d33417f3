namespace AppHost.Host.Configuration.Documents;

/// <summary>Breaks text into lines. Pure.</summary>
internal static class TextWrap
{
    /// <summary>The lines; a word that is longer than a line gets one of its own.</summary>
    /// <param name="text">Words separated by single blanks.</param>
    /// <param name="width">Most columns of a line.</param>
    public static IReadOnlyList<string> Lines(string text, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = "";
            }

            line += line.Length == 0 ? word : ' ' + word;
        }

        lines.Add(line);
        return lines;
    }
}
