namespace AppHost.Worker.Transport.Parking;

/// <summary>What happens to a connection that has left Kestrel idle.</summary>
internal enum ParkedTrigger
{
    /// <summary>A request has come that no slot is free for.</summary>
    Wait,

    /// <summary>It is offered to a sibling.</summary>
    Offer,

    /// <summary>The sibling has not taken it.</summary>
    Return,

    /// <summary>Kestrel gets it back, a sibling has taken it, or it is closed.</summary>
    Leave,
}
