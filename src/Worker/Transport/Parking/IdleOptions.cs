using System.Net;

namespace AppHost.Worker.Transport.Parking;

/// <summary>How a worker treats connections between two requests. Immutable.</summary>
internal sealed record IdleOptions
{
    /// <summary>Nanoseconds of idleness after which a connection leaves Kestrel; null: never.</summary>
    public long? ParkAfter { get; init; }

    /// <summary>Nanoseconds of idleness after which a connection is closed.</summary>
    public required long KeepAliveTimeout { get; init; }

    /// <summary>Where the workers' mailboxes are; null: no connection is handed off.</summary>
    public string? Mailboxes { get; init; }

    /// <summary>
    /// Requests may wait unread, and go to siblings; off where the class of a request, which must be read for it, decides about its slot.
    /// </summary>
    public bool MovesRequests { get; init; }

    public QueuePolicy QueuePolicy { get; init; }

    /// <summary>Nanoseconds that a request may wait for a slot.</summary>
    public long QueueTimeout { get; init; } = long.MaxValue;

    /// <summary>Listeners whose connections may leave Kestrel: plain HTTP/1.1.</summary>
    public required IReadOnlySet<EndPoint> EndPoints { get; init; }
}
