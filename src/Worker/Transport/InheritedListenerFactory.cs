using System.Net;
using AppHost.Worker.Transport.Parking;
using Microsoft.AspNetCore.Connections;

namespace AppHost.Worker.Transport;

/// <summary>
/// Gives Kestrel the listeners that the master has bound: an end point is found among them, never bound anew.
/// </summary>
/// <param name="acceptor">Accepts for all of them, under one gate.</param>
/// <param name="load">Counts connections.</param>
/// <param name="listeners">Inherited descriptors by end point.</param>
/// <param name="connections">Makes the transport's connection of an accepted descriptor.</param>
/// <param name="idle">Takes connections between two requests, of the end points that it covers; null: none.</param>
internal sealed class InheritedListenerFactory(
    Acceptor acceptor, WorkerLoad load, IReadOnlyDictionary<EndPoint, int> listeners, IAcceptedConnectionFactory connections,
    IdleConnections? idle = null)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private InheritedListener? _first;

    /// <summary>The first listener that was bound; null before.</summary>
    public InheritedListener? First => _first;

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => listeners.ContainsKey(endpoint);

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (!listeners.TryGetValue(endpoint, out int descriptor))
        {
            throw new InvalidOperationException(
                $"{endpoint} was not bound by the master; it listens on {string.Join(", ", listeners.Keys)}.");
        }

        IdleConnections? covering = idle?.Covers(endpoint) == true ? idle : null;
        var listener = new InheritedListener(endpoint, connections, acceptor, load, covering);
        covering?.Add(listener);
        _first ??= listener;
        acceptor.Add(descriptor, listener.Offer, listener.End);
        return ValueTask.FromResult<IConnectionListener>(listener);
    }
}
