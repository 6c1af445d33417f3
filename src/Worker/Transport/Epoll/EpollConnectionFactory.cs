using System.Net;
using AppHost.Worker.Interop;
using AppHost.Worker.Transport.Parking;
using Microsoft.AspNetCore.Connections;

namespace AppHost.Worker.Transport.Epoll;

/// <summary>Connections on the worker's own event loop (<c>--transport epoll</c>). Loop thread only.</summary>
internal sealed class EpollConnectionFactory(EventLoop loop) : IAcceptedConnectionFactory
{
    private readonly BlockMemoryPool _memory = new();
    private readonly LingeringClose _lingering = new(loop);
    private readonly HalfClosedConnections _halfClosed = new(loop);

    /// <summary>The connections' memory.</summary>
    public BlockMemoryPool Memory => _memory;

    /// <inheritdoc/>
    public unsafe ConnectionContext? TryCreate(int descriptor)
    {
        var endPoints = new EndPointPair(SocketAddresses.Local(descriptor), SocketAddresses.Remote(descriptor));
        if (endPoints.Local is IPEndPoint)
        {
            if (endPoints.Remote is null)
            {
                // ENOTCONN: the client has reset the connection already.
                _ = Libc.close(descriptor);
                return null;
            }

            int on = 1;
            _ = Libc.setsockopt(descriptor, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, &on, sizeof(int));
        }

        var connection = new EpollConnection(loop, _lingering, _halfClosed, descriptor, _memory, endPoints);
        try
        {
            connection.Register();
            return connection;
        }
        catch (IOException)
        {
            // No memory for it, or the user's limit of watches is reached.
            _ = Libc.close(descriptor);
            return null;
        }
    }

    /// <summary>Makes a connection of a parked one, whose descriptor it takes over.</summary>
    /// <returns>Null if the client has reset it; the descriptor is still the parked connection's.</returns>
    public EpollConnection? TryAttach(ParkedConnection parked)
    {
        var endPoints = new EndPointPair(SocketAddresses.Local(parked.Descriptor), SocketAddresses.Remote(parked.Descriptor));
        if (endPoints is { Local: IPEndPoint, Remote: null }) return null;
        return new EpollConnection(loop, _lingering, _halfClosed, parked.Descriptor, _memory, endPoints) { Number = parked.Number };
    }

    public void Dispose() => _memory.Dispose();
}
