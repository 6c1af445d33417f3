using AppHost.Bench.Contestants;
using AppHost.Bench.Measuring;
using AppHost.Bench.Options;
using AppHost.Bench.Plots;

namespace AppHost.Bench.Scenarios;

/// <summary>One question, and how it is answered by measuring. Immutable.</summary>
internal abstract class Scenario
{
    /// <summary>On the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The heading.</summary>
    public abstract string Title { get; }

    /// <summary>What is done and how to read the figures, for the report.</summary>
    public abstract string Description { get; }

    /// <summary>The figures, the most important one first.</summary>
    public abstract IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Ratios of these figures ...</summary>
    public virtual IReadOnlyList<Metric> Compared => [];

    /// <summary>... are taken to these servers, at the same point.</summary>
    public virtual IReadOnlyList<Contestant> References => [];

    /// <summary>The plots of the report.</summary>
    public abstract IReadOnlyList<PlotRequest> Plots { get; }

    /// <summary>The axis of its points; empty if it has none.</summary>
    public virtual string Axis => "";

    /// <summary>It needs wrk.</summary>
    public virtual bool NeedsWrk => false;

    /// <summary>What is measured.</summary>
    /// <param name="present">The servers that are installed and asked for.</param>
    /// <param name="size">How much of it.</param>
    public abstract IReadOnlyList<Case> Cases(IReadOnlyList<Contestant> present, RunSize size);

    /// <summary>How often each case is measured.</summary>
    public virtual int Rounds(RunSize size) => size.Pick(1, 3, 5);

    /// <summary>About how long one measurement takes, for the progress bar.</summary>
    public abstract TimeSpan About(RunSize size);

    /// <summary>Measures one case once.</summary>
    /// <param name="measured">The case.</param>
    /// <param name="round">Counts from 1; the seed of arrivals, so that all servers meet the same ones in a round.</param>
    /// <param name="context">What to measure with.</param>
    /// <exception cref="MeasureException">It cannot be measured.</exception>
    public abstract Task<Measurement> MeasureAsync(Case measured, int round, MeasureContext context);

    /// <summary>Those of a list that are present, in the order of the list.</summary>
    protected static IEnumerable<Contestant> Among(IReadOnlyList<Contestant> present, params IEnumerable<Contestant> wanted) =>
        wanted.Where(present.Contains);
}
