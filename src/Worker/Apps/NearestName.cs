namespace AppHost.Worker.Apps;

/// <summary>Finds what somebody meant who mistyped a name.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest edits from the name; null if none is near.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="candidates">What there is.</param>
    /// <param name="part">What of a name and of a candidate is compared; null: all.</param>
    public static string? Find(string name, IEnumerable<string> candidates, Func<string, string>? part = null)
    {
        part ??= whole => whole;
        var typed = part(name);
        var (nearest, distance) = candidates
            .Select(candidate => (candidate, distance: Distance(typed, part(candidate))))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest is not null && distance <= Math.Max(2, typed.Length / 3) ? nearest : null;
    }

    // Levenshtein's distance, letter case not counted.
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 0; i < left.Length; i++)
        {
            current[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var substitution = char.ToUpperInvariant(left[i]) == char.ToUpperInvariant(right[j]) ? 0 : 1;
                current[j + 1] = Math.Min(previous[j] + substitution, 1 + Math.Min(previous[j + 1], current[j]));
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
