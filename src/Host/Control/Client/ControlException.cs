namespace AppHost.Host.Control.Client;

/// <summary>A control socket is of no use; the message goes on from its path: "its host is gone".</summary>
/// <param name="isDead">Nobody listens: what is left of a host that was killed.</param>
internal sealed class ControlException(string message, bool isDead = false) : Exception(message)
{
    /// <summary>Nobody listens there any more.</summary>
    public bool IsDead { get; } = isDead;
}
