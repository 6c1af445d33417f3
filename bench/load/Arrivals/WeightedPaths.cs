namespace AppHost.Load.Arrivals;

/// <summary>A path (with query) and its share of the requests, relative to the other weights.</summary>
internal sealed record WeightedPath(string Path, double Weight);

/// <summary>Chooses a path by weight with one random draw. Immutable and safe for concurrent use.</summary>
internal sealed class WeightedPaths
{
    private readonly double[] _upTo;

    public WeightedPaths(IReadOnlyList<WeightedPath> paths)
    {
        _upTo = new double[paths.Count];
        var sum = 0.0;
        for (var i = 0; i < paths.Count; i++)
            _upTo[i] = sum += paths[i].Weight;
        for (var i = 0; i < paths.Count; i++)
            _upTo[i] /= sum;
        _upTo[^1] = 1;
    }

    /// <summary>The index of the path that <paramref name="uniform"/>, drawn from [0, 1), falls on.</summary>
    public int Choose(double uniform)
    {
        var index = 0;
        while (uniform >= _upTo[index])
            index++;
        return index;
    }
}
