namespace AppHost.Host.Configuration;

/// <summary>When a deadline acts.</summary>
internal enum DeadlineMode
{
    /// <summary>When its time has come.</summary>
    Always,

    /// <summary>When its time has come and other requests wait, or all slots are busy.</summary>
    OnlyUnderPressure,
}
