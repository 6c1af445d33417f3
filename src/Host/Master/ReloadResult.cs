namespace AppHost.Host.Master;

/// <summary>How a reload or a rollback ended.</summary>
internal enum ReloadResult
{
    /// <summary>The generation that was asked for serves with all its workers.</summary>
    Completed,

    /// <summary>It never began: the configuration, the app or an address is wrong, or there is nothing to go back to.</summary>
    Refused,

    /// <summary>It began and failed, or was called off; the older generation serves.</summary>
    RolledBack,

    /// <summary>A newer request took its place.</summary>
    Superseded,

    /// <summary>The host stops.</summary>
    Stopped,
}
