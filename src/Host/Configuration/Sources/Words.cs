using System.Text;

namespace AppHost.Host.Configuration.Sources;

/// <summary>Splits a line into words as a shell does, with quotes and backslashes but without any expansion. Pure.</summary>
internal static class Words
{
    /// <summary>The words, or null if a quote is not closed.</summary>
    public static IReadOnlyList<string>? Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        char? quote = null;
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (quote is null && char.IsWhiteSpace(letter))
            {
                if (inWord)
                {
                    words.Add(word.ToString());
                    word.Clear();
                    inWord = false;
                }
            }
            else if (letter == quote)
            {
                quote = null;
            }
            else if (quote is null && letter is ('"' or '\''))
            {
                (quote, inWord) = (letter, true);
            }
            else
            {
                if (letter == '\\' && quote != '\'' && i + 1 < line.Length)
                {
                    letter = line[++i];
                }

                word.Append(letter);
                inWord = true;
            }
        }

        if (inWord)
        {
            words.Add(word.ToString());
        }

        return quote is null ? words : null;
    }
}
