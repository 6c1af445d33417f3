namespace AppHost.Worker.Transport.Parking;

/// <summary>Where a connection is that has left Kestrel idle. It moves by <see cref="ParkedLife.Next"/> alone.</summary>
internal enum ParkedState
{
    /// <summary>Its client says nothing.</summary>
    Parked,

    /// <summary>Its next request is there and waits unread for a slot.</summary>
    Waiting,

    /// <summary>A sibling may take it at any moment; nobody reads from it.</summary>
    Offered,

    /// <summary>Kestrel's again, or a sibling's, or closed: the record is of no use any more.</summary>
    Gone,
}
