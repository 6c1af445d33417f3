namespace AppHost.Bench.Statistics;

/// <summary>The order of measurements: A B C A B C. A pure function.</summary>
internal static class Schedule
{
    /// <summary>
    /// All cases once in each round, so that whatever changes on the machine meanwhile meets all of them alike, and the ratios within a
    /// round compare neighbours.
    /// </summary>
    public static IEnumerable<(int Round, T Case)> Interleave<T>(IReadOnlyList<T> cases, int rounds) =>
        Enumerable.Range(1, rounds).SelectMany(round => cases.Select(one => (round, one)));
}
