namespace AppHost.Host.Master;

/// <summary>What an unasked death says about the app.</summary>
internal enum DeathKind
{
    /// <summary>It never was READY: whatever is wrong meets the next one too.</summary>
    StartFailure,

    /// <summary>
    /// The process could not even be made. That is a shortage of the machine and no fault of the app: it is tried again and
    /// again, at the longest interval of the back-off.
    /// </summary>
    NotStarted,

    /// <summary>SIGKILL before it was READY: out of memory, or somebody who kills.</summary>
    KilledInBoot,

    /// <summary>It died, or hung, soon after READY.</summary>
    EarlyDeath,

    /// <summary>It died, or hung, after it had served for a while.</summary>
    Crash,

    /// <summary>SIGKILL while it served: that says nothing about the app.</summary>
    KilledFromOutside,
}
