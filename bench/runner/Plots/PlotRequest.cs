using AppHost.Bench.Measuring;

namespace AppHost.Bench.Plots;

/// <summary>A figure that a scenario wants drawn.</summary>
internal sealed record PlotRequest(Metric Metric, PlotKind Kind);
