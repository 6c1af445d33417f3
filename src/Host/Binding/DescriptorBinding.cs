using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AppHost.Host.Binding;

/// <summary>Takes over a descriptor that the parent process (systemd, a supervisor, an older host) left open for us.</summary>
internal static class DescriptorBinding
{
    private const int SOL_SOCKET = 1;
    private const int SO_ACCEPTCONN = 30;
    private const string Advice = "pass a listening TCP or Unix stream socket under that number (systemd: ListenStream=, Accept=no)";

    public static void Bind(DescriptorBindAddress address, BindAttempt attempt)
    {
        int copy = Interop.Duplicate(address.Number);
        if (copy < 0)
        {
            int error = Interop.LastError;
            attempt.Fail(address, error == Interop.EBADF
                ? $"descriptor {address.Number} is not open" : $"descriptor {address.Number}: {Interop.Describe(error)}", Advice);
            return;
        }

        // Not owning: it is a view to ask questions with, and its Dispose must do nothing to a socket that others share.
        using var handle = new SafeSocketHandle(copy, ownsHandle: false);
        using var closer = new Microsoft.Win32.SafeHandles.SafeFileHandle(copy, ownsHandle: true);
        if (Examine(handle, out EndPoint? endPoint, out bool dualStack) is { } problem)
        {
            attempt.Fail(address, $"descriptor {address.Number} is {problem}", Advice);
            return;
        }

        // The original stays open, for a later reload that takes the address out and in again, but no child shall have it by accident:
        // a worker gets our copy, when the spawner says so.
        Interop.SetCloseOnExec(address.Number);
        attempt.Bound.Add(new Listener(address, ListeningSocket.Adopt(copy, endPoint!, dualStack)));
    }

    private static string? Examine(SafeSocketHandle handle, out EndPoint? endPoint, out bool dualStack)
    {
        (endPoint, dualStack) = (null, false);
        try
        {
            using var socket = new Socket(handle);
            if (socket.SocketType == SocketType.Unknown) return "not a socket";
            if (socket.SocketType != SocketType.Stream) return $"a socket of type {socket.SocketType}";
            Span<int> accepts = [0];
            socket.GetRawSocketOption(SOL_SOCKET, SO_ACCEPTCONN, MemoryMarshal.AsBytes(accepts));
            if (accepts[0] == 0) return "a socket that does not listen";
            endPoint = socket.LocalEndPoint;
            if (endPoint is not (IPEndPoint or UnixDomainSocketEndPoint)) return $"a socket of the family {socket.AddressFamily}";
            dualStack = endPoint is IPEndPoint { Address: var ip } && ip.Equals(IPAddress.IPv6Any) && socket.DualMode;
            return null;
        }
        catch (SocketException e)
        {
            return $"not a socket ({e.Message})";
        }
    }
}
