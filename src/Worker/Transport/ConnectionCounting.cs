using AppHost.Worker.Transport.Epoll;
using Microsoft.AspNetCore.Connections;

namespace AppHost.Worker.Transport;

/// <summary>Counts the end of each connection, and ends the hold of one that closes without a request.</summary>
internal sealed class ConnectionCounting(ConnectionDelegate next, WorkerLoad load)
{
    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Features.Get<FreshConnection>()?.Release();
            // One that has left Kestrel idle is open still, and counted by whoever has it.
            if (connection is not EpollConnection { IsDetached: true }) load.ConnectionClosed();
        }
    }
}
