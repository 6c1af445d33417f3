namespace AppHost.Host.Master;

/// <summary>What a reload came to.</summary>
internal enum ReloadResult
{
    /// <summary>The new generation serves.</summary>
    Done,

    /// <summary>Configuration or app were found wrong before any worker was started.</summary>
    Refused,

    /// <summary>The new generation failed, the old one goes on.</summary>
    RolledBack,
}
