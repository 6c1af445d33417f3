namespace AppHost.WorkerTypes;

/// <summary>Finds what was probably meant by a mistyped name: of an option, a verb, a file, a class. Pure.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest typing errors, or null if none is near enough to be worth a guess.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="candidates">What could have been written; the first of equals wins.</param>
    /// <param name="part">What of the text and of a candidate is compared; null: all.</param>
    public static string? Find(string text, IEnumerable<string> candidates, Func<string, string>? part = null)
    {
        part ??= static whole => whole;
        var written = Fold(part(text));
        string? nearest = null;
        // A third of the letters may be wrong; more than that is another word.
        var least = Math.Max(1, written.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            // Underscores for dashes, and letters of the wrong case, are no typing errors.
            var distance = Distance(written, Fold(part(candidate)));
            if (distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>
    /// Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, replacements and swaps of neighbours.
    /// </summary>
    public static int Distance(string left, string right)
    {
        var beforeLast = new int[right.Length + 1];
        var last = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }

    private static string Fold(string text) => text.ToLowerInvariant().Replace('_', '-');
}
