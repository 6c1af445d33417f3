namespace AppHost.Bench.Measuring;

/// <summary>A place on the axis of a scenario.</summary>
/// <param name="Series">What its other points have in common with it: a line of the plot, or a table of its own; may be empty.</param>
/// <param name="Label">As in tables.</param>
/// <param name="X">Its place on the axis.</param>
internal sealed record Point(string Series, string Label, double X)
{
    /// <summary>That of a scenario without an axis.</summary>
    public static Point Only { get; } = new("", "", 0);
}
