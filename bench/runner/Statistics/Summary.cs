namespace AppHost.Bench.Statistics;

/// <summary>The rounds of one figure: their median, and how far they are apart.</summary>
/// <param name="Median">The middle one, or the mean of the two in the middle.</param>
/// <param name="Low">The lowest.</param>
/// <param name="High">The highest.</param>
/// <param name="Rounds">How many there are.</param>
internal sealed record Summary(double Median, double Low, double High, int Rounds)
{
    /// <summary>Of the values of all rounds; null without any.</summary>
    public static Summary? Of(IEnumerable<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        if (sorted.Length == 0)
            return null;
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Summary(median, sorted[0], sorted[^1], sorted.Length);
    }

    /// <summary>
    /// Of the ratios round by round: what was measured one after the other shares the state of the machine, so their ratio is steadier than
    /// the ratio of two medians. Rounds that one of them lacks do not count.
    /// </summary>
    public static Summary? OfRatios(IReadOnlyDictionary<int, double> values, IReadOnlyDictionary<int, double> reference) =>
        Of(values.Where(pair => reference.TryGetValue(pair.Key, out var other) && other != 0)
            .Select(pair => pair.Value / reference[pair.Key]));
}
