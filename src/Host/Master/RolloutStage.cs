namespace AppHost.Host.Master;

/// <summary>How far a reload has come.</summary>
internal enum RolloutStage
{
    /// <summary>One worker of the new generation boots; all old ones serve.</summary>
    FirstBoot,

    /// <summary>That worker serves beside all old ones, and is watched.</summary>
    Bake,

    /// <summary>New workers come and old ones drain, in steps of the surge.</summary>
    Roll,
}
