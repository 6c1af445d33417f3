namespace AppHost.Bench.Options;

/// <summary>What differs from size to size.</summary>
internal static class RunSizes
{
    /// <summary>The value for this size.</summary>
    public static T Pick<T>(this RunSize size, T quick, T normal, T full) => size switch
    {
        RunSize.Quick => quick,
        RunSize.Normal => normal,
        RunSize.Full => full,
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, null),
    };
}
