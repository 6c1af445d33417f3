using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace AppHost.Worker.Transport;

/// <summary>One inherited listener as Kestrel sees it: a queue of what the acceptor has accepted.</summary>
internal sealed class InheritedListener(EndPoint endPoint, IAcceptedConnectionFactory connections, Acceptor acceptor, WorkerLoad load)
    : IConnectionListener
{
    private readonly Channel<(int Descriptor, FreshConnection Fresh)> _accepted =
        Channel.CreateUnbounded<(int, FreshConnection)>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    /// <inheritdoc/>
    public EndPoint EndPoint => endPoint;

    /// <summary>Takes an accepted descriptor; on the loop.</summary>
    public void Offer(int descriptor, FreshConnection fresh) => _accepted.Writer.TryWrite((descriptor, fresh));

    /// <summary>No further connection will come; on the loop.</summary>
    public void End() => _accepted.Writer.TryComplete();

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_accepted.Reader.TryRead(out (int Descriptor, FreshConnection Fresh) next))
            {
                ConnectionContext? connection = connections.TryCreate(next.Descriptor);
                if (connection is null)
                {
                    next.Fresh.Release();
                    load.ConnectionClosed();
                    continue;
                }

                connection.Features.Set(next.Fresh);
                return connection;
            }
        }

        // Null ends Kestrel's accept loop and leaves its connections alone.
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default) => await acceptor.StopAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
