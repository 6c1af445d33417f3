namespace AppHost.Worker.Transport.Parking;

/// <summary>The ways of a parked connection. Pure.</summary>
internal static class ParkedLife
{
    /// <summary>Where it is afterwards; the same state for a trigger that means nothing there.</summary>
    public static ParkedState Next(ParkedState state, ParkedTrigger trigger) => (state, trigger) switch
    {
        (ParkedState.Parked, ParkedTrigger.Wait) => ParkedState.Waiting,
        (ParkedState.Parked or ParkedState.Waiting, ParkedTrigger.Offer) => ParkedState.Offered,
        (ParkedState.Offered, ParkedTrigger.Return) => ParkedState.Parked,
        (_, ParkedTrigger.Leave) => ParkedState.Gone,
        _ => state,
    };
}
