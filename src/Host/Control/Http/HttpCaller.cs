using System.Net;

namespace AppHost.Host.Control.Http;

/// <summary>Who is at the other end of a connection.</summary>
/// <param name="Credentials">What the kernel tells of a process at a unix socket; null for TCP.</param>
/// <param name="Address">For TCP.</param>
internal sealed record HttpCaller(PeerCredentials? Credentials, EndPoint? Address = null)
{
    /// <inheritdoc/>
    public override string ToString() => Credentials?.ToString() ?? Address?.ToString() ?? "a client";
}
