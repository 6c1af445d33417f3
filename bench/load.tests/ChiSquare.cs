namespace AppHost.Load.Tests;

internal static class ChiSquare
{
    /// <summary>Fails when the counts are less plausible than one in ten thousand (too good is wrong as well).</summary>
    public static void AssertPlausible(IReadOnlyList<long> counts, IReadOnlyList<double> expected)
    {
        if (counts.Count < 2)
            return;
        var statistic = counts.Zip(expected, (count, mean) => (count - mean) * (count - mean) / mean).Sum();
        // Wilson and Hilferty: the cube root of a chi-square variable over its degrees of freedom is nearly normal.
        var freedom = counts.Count - 1.0;
        var z = (Math.Cbrt(statistic / freedom) - (1 - (2 / (9 * freedom)))) / Math.Sqrt(2 / (9 * freedom));
        Assert.True(Math.Abs(z) < 3.9, $"chi-square {statistic:F1} for {freedom} degrees of freedom is {z:F1} standard deviations off");
    }
}
