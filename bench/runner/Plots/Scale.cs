namespace AppHost.Bench.Plots;

/// <summary>A linear axis from 0 with round ticks. A pure function of its largest value.</summary>
/// <param name="Step">From tick to tick.</param>
/// <param name="Top">The last tick, at or above the largest value.</param>
internal sealed record Scale(double Step, double Top)
{
    /// <summary>The ticks, 0 and the last included.</summary>
    public IEnumerable<double> Ticks => Enumerable.Range(0, (int)Math.Round(Top / Step) + 1).Select(i => i * Step);

    /// <summary>For values up to this one.</summary>
    public static Scale UpTo(double largest)
    {
        if (!(largest > 0) || !double.IsFinite(largest))
            return new Scale(1, 1);
        var rough = largest / 4;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.Select(factor => factor * power).First(candidate => candidate >= rough * (1 - 1e-9));
        return new Scale(step, Math.Ceiling((largest / step) - 1e-9) * step);
    }
}
