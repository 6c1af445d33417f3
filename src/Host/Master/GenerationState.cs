namespace AppHost.Host.Master;

/// <summary>Where a generation is in its life.</summary>
internal enum GenerationState
{
    /// <summary>A reload is bringing it up.</summary>
    Coming,

    /// <summary>It serves; exactly one does.</summary>
    Serving,

    /// <summary>It has served and can be gone back to.</summary>
    Kept,

    /// <summary>It failed or was superseded before it served.</summary>
    GivenUp,
}
