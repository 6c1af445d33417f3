using Microsoft.AspNetCore.Connections;

namespace AppHost.Worker.Transport;

/// <summary>Counts open connections, and ends the hold of one that closes without a request.</summary>
internal sealed class ConnectionCounting(ConnectionDelegate next, WorkerLoad load)
{
    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        load.ConnectionOpened();
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Features.Get<FreshConnection>()?.Release();
            load.ConnectionClosed();
        }
    }
}
