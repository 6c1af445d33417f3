using Microsoft.AspNetCore.Connections;

namespace AppHost.Worker.Transport;

/// <summary>A transport: makes a connection for Kestrel of an accepted descriptor. Called on the loop.</summary>
internal interface IAcceptedConnectionFactory : IDisposable
{
    /// <summary>Takes over the descriptor; closes it if it throws.</summary>
    /// <returns>Null if the client had left already; the descriptor is closed then.</returns>
    ConnectionContext? TryCreate(int descriptor);
}
