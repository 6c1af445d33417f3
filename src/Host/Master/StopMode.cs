namespace AppHost.Host.Master;

/// <summary>Whether the host stops, and how. It only ever moves downwards in this list.</summary>
internal enum StopMode
{
    None,

    /// <summary>Not ready for load balancers, and serving as before until they have noticed.</summary>
    Announced,

    /// <summary>Running requests finish, within the graceful timeout.</summary>
    Graceful,

    /// <summary>Workers leave at once.</summary>
    Quick,
}
