using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Transport;

/// <summary>Kestrel's own socket transport under our acceptor (<c>--transport sockets</c>).</summary>
internal sealed class SocketsConnectionFactory(ILoggerFactory loggerFactory) : IAcceptedConnectionFactory
{
    private readonly BlockMemoryPool _memory = new();
    private readonly SocketConnectionContextFactory _inner = new(
        new SocketConnectionFactoryOptions(), loggerFactory.CreateLogger("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets"));

    /// <inheritdoc/>
    public ConnectionContext? TryCreate(int descriptor)
    {
        var handle = new SafeSocketHandle(descriptor, ownsHandle: true);
        Socket? socket = null;
        try
        {
            socket = new Socket(handle);
            if (socket.LocalEndPoint is IPEndPoint) socket.NoDelay = true;
            ConnectionContext connection = _inner.Create(socket);
            connection.Features.Set<IMemoryPoolFeature>(_memory);
            return connection;
        }
        catch (Exception exception)
        {
            socket?.Dispose();
            handle.Dispose();
            // A client that resets before its connection is looked at makes the socket options fail.
            if (exception is SocketException) return null;
            throw;
        }
    }

    public void Dispose()
    {
        _inner.Dispose();
        _memory.Dispose();
    }
}
