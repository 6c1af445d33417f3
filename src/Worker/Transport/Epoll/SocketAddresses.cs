using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AppHost.Worker.Interop;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>The two ends of a connection, as the kernel knows them.</summary>
internal static unsafe class SocketAddresses
{
    /// <summary><c>sizeof(struct sockaddr_un)</c> is 110; the others are smaller.</summary>
    private const int Longest = 112;

    /// <summary>Where the client is; null if it has left already.</summary>
    public static EndPoint? Remote(int descriptor)
    {
        byte* address = stackalloc byte[Longest];
        uint length = Longest;
        return Libc.getpeername(descriptor, address, &length) < 0 ? null : Parse(new ReadOnlySpan<byte>(address, (int)length));
    }

    /// <summary>Where the client connected to.</summary>
    public static EndPoint? Local(int descriptor)
    {
        byte* address = stackalloc byte[Longest];
        uint length = Longest;
        return Libc.getsockname(descriptor, address, &length) < 0 ? null : Parse(new ReadOnlySpan<byte>(address, (int)length));
    }

    private static EndPoint? Parse(ReadOnlySpan<byte> address)
    {
        if (address.Length < 2) return null;
        // sa_family is in the byte order of the machine, port and address in that of the network.
        switch (BitConverter.ToUInt16(address))
        {
            case Libc.AF_INET:
                return new IPEndPoint(new IPAddress(address.Slice(4, 4)), BinaryPrimitives.ReadUInt16BigEndian(address[2..]));
            case Libc.AF_INET6:
                uint scope = BitConverter.ToUInt32(address[24..]);
                return new IPEndPoint(new IPAddress(address.Slice(8, 16), scope), BinaryPrimitives.ReadUInt16BigEndian(address[2..]));
            case Libc.AF_UNIX:
                ReadOnlySpan<byte> path = address[2..];
                int end = path.IndexOf((byte)0);
                if (end >= 0) path = path[..end];
                // A client that did not bind has no name.
                return path.IsEmpty ? null : new UnixDomainSocketEndPoint(Encoding.UTF8.GetString(path));
            default:
                return null;
        }
    }
}
