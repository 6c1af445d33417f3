using System.Net;
using System.Text;
using System.Threading.Channels;
using AppHost.Worker.Transport.Epoll;
using AppHost.Worker.Transport.HandOff;
using AppHost.Worker.Transport.Parking;
using Microsoft.AspNetCore.Connections;

namespace AppHost.Worker.Transport;

/// <summary>One inherited listener as Kestrel sees it: a queue of what the acceptor has accepted, and of what was parked.</summary>
/// <param name="idle">Takes its connections between two requests; null: they stay with Kestrel.</param>
internal sealed class InheritedListener(
    EndPoint endPoint, IAcceptedConnectionFactory connections, Acceptor acceptor, WorkerLoad load, IdleConnections? idle = null)
    : IConnectionListener
{
    private readonly byte[] _address = AddressOf(endPoint);

    private readonly Channel<ConnectionContext> _accepted =
        Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions
        {
            SingleReader = true,
            SingleWriter = true,
            // Kestrel only makes its own object of a connection and leaves it to the pool: not worth a thread of its own before that.
            AllowSynchronousContinuations = true,
        });

    /// <inheritdoc/>
    public EndPoint EndPoint => endPoint;

    /// <summary>The end point as workers name it to each other; the same in each that listens on it.</summary>
    public ReadOnlySpan<byte> Address => _address;

    /// <summary>Takes an accepted descriptor; on the loop.</summary>
    public void Offer(int descriptor, FreshConnection fresh)
    {
        ConnectionContext? connection = null;
        try
        {
            connection = connections.TryCreate(descriptor);
        }
        finally
        {
            if (connection is null)
            {
                fresh.Release();
                load.ConnectionClosed();
            }
        }

        if (connection is null) return;
        connection.Features.Set(fresh);
        if (connection is EpollConnection epoll) idle?.Track(epoll, this, fresh);
        _accepted.Writer.TryWrite(connection);
    }

    /// <summary>Takes a connection back that was parked; on the loop.</summary>
    /// <returns>False if Kestrel takes none any more: the connection is closed.</returns>
    public bool Offer(EpollConnection connection) => _accepted.Writer.TryWrite(connection);

    /// <summary>No further connection will be accepted; on the loop. Parked ones may still come, until Kestrel unbinds.</summary>
    public void End()
    {
        if (idle is null) _accepted.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out ConnectionContext? connection)) return connection;
        }

        // Null ends Kestrel's accept loop and leaves its connections alone.
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await acceptor.StopAsync();
        if (idle is not null) await idle.CloseAsync();
        _accepted.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static byte[] AddressOf(EndPoint endPoint)
    {
        byte[] address = Encoding.UTF8.GetBytes(endPoint.ToString()!);
        return address.Length <= Letter.LongestAddress ? address : address[..Letter.LongestAddress];
    }
}
