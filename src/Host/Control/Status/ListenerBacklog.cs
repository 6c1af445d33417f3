using System.Buffers.Binary;
using System.Net.Sockets;

namespace AppHost.Host.Control.Status;

/// <summary>How many connections wait in the kernel to be accepted.</summary>
internal static class ListenerBacklog
{
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const int Unacknowledged = 24;
    private const int SelectivelyAcknowledged = 28;
    private const int Size = 32;

    /// <summary>
    /// Reads it: for a listening socket the kernel puts the length of its queue and its limit into tcpi_unacked and tcpi_sacked
    /// (net/ipv4/tcp.c, tcp_get_info). A unix socket has no such way.
    /// </summary>
    /// <returns>Null if it is not known.</returns>
    public static Gauge? Read(int descriptor)
    {
        try
        {
            // Not disposed: the descriptor is the listener's, and an end of the socket would be an end of the listening.
            var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: false));
            if (socket.AddressFamily is AddressFamily.Unix) return null;
            Span<byte> info = stackalloc byte[Size];
            return socket.GetRawSocketOption(TcpLevel, TcpInfo, info) < Size
                ? null
                : new Gauge(
                    (int)BinaryPrimitives.ReadUInt32LittleEndian(info[Unacknowledged..]),
                    (int)BinaryPrimitives.ReadUInt32LittleEndian(info[SelectivelyAcknowledged..]));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed by a reload meanwhile.
            return null;
        }
    }
}
