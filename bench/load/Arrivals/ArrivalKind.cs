namespace AppHost.Load.Arrivals;

/// <summary>How the intended starts of an open loop are spaced.</summary>
internal enum ArrivalKind
{
    /// <summary>Independent users: exponential gaps.</summary>
    Poisson,

    /// <summary>A metronome: equal gaps.</summary>
    Fixed,
}
