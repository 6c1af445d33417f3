namespace AppHost.Host.Configuration.Classes;

/// <summary>Which of the waiting requests that share threads goes first.</summary>
internal enum ClassPriority
{
    /// <summary>When no other waits, and now and then.</summary>
    Low,

    /// <summary>Requests of no class.</summary>
    Normal,

    /// <summary>Before all others.</summary>
    High,
}
