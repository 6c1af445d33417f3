using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AppHost.Host.Binding;

/// <summary>Whether a server is behind a socket file, found out by connecting: the kernel knows, a pid file only claims.</summary>
/// <param name="State">What was found.</param>
/// <param name="Error">The errno of the connect.</param>
/// <param name="Server">The process that listens, if it is in view.</param>
internal readonly record struct UnixSocketProbe(UnixSocketState State, int Error, OwningProcess? Server)
{
    private const int SOL_SOCKET = 1;
    private const int SO_PEERCRED = 17;

    /// <summary>Connects and hangs up at once. Does not wait: a full backlog is an answer.</summary>
    public static UnixSocketProbe Of(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new UnixSocketProbe(UnixSocketState.Live, 0, PeerOf(socket));
        }
        catch (SocketException e)
        {
            UnixSocketState state = e.NativeErrorCode switch
            {
                Interop.ECONNREFUSED => UnixSocketState.Stale,
                Interop.ENOENT => UnixSocketState.Absent,
                // A full backlog, or a socket of another type that is bound: somebody lives there.
                Interop.EAGAIN or Interop.EPROTOTYPE => UnixSocketState.Live,
                _ => UnixSocketState.Unknown,
            };
            return new UnixSocketProbe(state, e.NativeErrorCode, null);
        }
    }

    /// <summary>struct ucred is pid, uid, gid; for a connecting peer the kernel gives those of listen(2).</summary>
    private static OwningProcess? PeerOf(Socket socket)
    {
        Span<int> credentials = stackalloc int[3];
        try
        {
            socket.GetRawSocketOption(SOL_SOCKET, SO_PEERCRED, MemoryMarshal.AsBytes(credentials));
        }
        catch (SocketException)
        {
            return null;
        }

        // Pid 0: in another pid namespace.
        return credentials[0] > 0 ? new OwningProcess(credentials[0], new PortOwners().NameOf(credentials[0]) ?? "unknown") : null;
    }
}

/// <summary>What a socket file is worth.</summary>
internal enum UnixSocketState
{
    /// <summary>The connect failed in a way that proves nothing, such as EACCES.</summary>
    Unknown,

    /// <summary>Somebody listens.</summary>
    Live,

    /// <summary>ECONNREFUSED: its server is gone.</summary>
    Stale,

    /// <summary>It went away meanwhile.</summary>
    Absent,
}
