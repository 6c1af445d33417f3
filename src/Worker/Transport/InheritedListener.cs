using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace AppHost.Worker.Transport;

/// <summary>One inherited listener as Kestrel sees it: a queue of what the acceptor has accepted.</summary>
internal sealed class InheritedListener(EndPoint endPoint, IAcceptedConnectionFactory connections, Acceptor acceptor, WorkerLoad load)
    : IConnectionListener
{
    private readonly Channel<ConnectionContext> _accepted =
        Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    /// <inheritdoc/>
    public EndPoint EndPoint => endPoint;

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
        _accepted.Writer.TryWrite(connection);
    }

    /// <summary>No further connection will come; on the loop.</summary>
    public void End() => _accepted.Writer.TryComplete();

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
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default) => await acceptor.StopAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
