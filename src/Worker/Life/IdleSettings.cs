using System.Net;
using AppHost.Worker.Messages;
using AppHost.Worker.Scoreboard;
using AppHost.Worker.Transport.Parking;

namespace AppHost.Worker.Life;

/// <summary>What becomes of connections between two requests, from the worker's assignment. Pure.</summary>
internal static class IdleSettings
{
    /// <summary>Null: nothing, they stay with Kestrel and with the worker.</summary>
    public static IdleOptions? Create(ServingAssignment serving)
    {
        if (serving is { Park: null, Mailboxes: null }) return null;
        return new IdleOptions
        {
            ParkAfter = serving.Park is { } park ? Nanoseconds(park) : null,
            KeepAliveTimeout = Nanoseconds(serving.KeepAliveTimeout),
            Mailboxes = serving.Mailboxes,
            // To which class a request belongs is written in it.
            MovesRequests = serving.Mailboxes is not null && serving.Classes.Count == 0,
            QueuePolicy = serving.QueuePolicy,
            QueueTimeout = Nanoseconds(serving.QueueTimeout),
            EndPoints = serving.Listeners.Where(listener => !listener.Http2).Select(listener => listener.ToEndPoint()).ToHashSet<EndPoint>(),
        };
    }

    private static long Nanoseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds).ToNanoseconds();
}
