using System.Net.Sockets;
using System.Runtime.InteropServices;
using AppHost.Host.Binding;

namespace AppHost.Host.Control;

/// <summary>Who is at the other end of a unix socket, as the kernel noted it at connect(2): it cannot be forged.</summary>
/// <param name="ProcessId">0 in a pid namespace that this process does not see.</param>
/// <param name="UserId">65534 for a user that has no number in this user namespace.</param>
internal readonly record struct PeerCredentials(int ProcessId, int UserId)
{
    private const int SOL_SOCKET = 1;
    private const int SO_PEERCRED = 17;
    private const int Root = 0;

    /// <summary>Reads them; on the client's side they are those of the process that called listen(2).</summary>
    /// <exception cref="SocketException">The socket is not a connected unix socket.</exception>
    public static PeerCredentials Of(Socket socket)
    {
        // struct ucred: pid, uid, gid.
        Span<int> credentials = stackalloc int[3];
        socket.GetRawSocketOption(SOL_SOCKET, SO_PEERCRED, MemoryMarshal.AsBytes(credentials));
        return new PeerCredentials(credentials[0], credentials[1]);
    }

    /// <summary>
    /// Trusted are the own user and root, who could do anything to us anyway. The mode of the socket says the same; this holds
    /// also when somebody has widened it.
    /// </summary>
    /// <param name="user">The user that this process acts as.</param>
    public bool AreTrustedBy(int user) => UserId == user || UserId == Root;

    /// <inheritdoc/>
    public override string ToString() => $"uid {UserId}, pid {ProcessId}{(new PortOwners().NameOf(ProcessId) is { } name ? $" '{name}'" : "")}";
}
