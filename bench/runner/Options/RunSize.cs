namespace AppHost.Bench.Options;

/// <summary>How much of a scenario is run.</summary>
internal enum RunSize
{
    /// <summary>All scenarios in less than 10 minutes on two cores.</summary>
    Quick,

    /// <summary>The default.</summary>
    Normal,

    /// <summary>For figures that are to be quoted.</summary>
    Full,
}
