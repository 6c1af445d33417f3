namespace AppHost.Bench.Plots;

/// <summary>How a figure is drawn.</summary>
internal enum PlotKind
{
    /// <summary>One bar a case; a plot for each point of the axis.</summary>
    Bars,

    /// <summary>One line a server over the points of the axis.</summary>
    Lines,
}
