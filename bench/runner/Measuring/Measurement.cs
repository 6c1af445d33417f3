namespace AppHost.Bench.Measuring;

/// <summary>What one measurement of one case found.</summary>
internal sealed class Measurement
{
    private readonly Dictionary<string, double> _values = [];
    private readonly List<string> _warnings = [];

    /// <summary>Figures by the name of their metric.</summary>
    public IReadOnlyDictionary<string, double> Values => _values;

    /// <summary>Why figures are not to be trusted.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Adds a figure; one that is not a number (nothing was measured) is left out.</summary>
    public Measurement Set(Metric metric, double value)
    {
        if (double.IsFinite(value))
            _values[metric.Name] = value;
        return this;
    }

    /// <summary>Adds warnings of the generator.</summary>
    public Measurement Warn(IEnumerable<string> warnings)
    {
        _warnings.AddRange(warnings);
        return this;
    }
}
