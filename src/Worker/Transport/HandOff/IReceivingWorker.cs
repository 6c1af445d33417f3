using AppHost.Worker.Transport.Parking;

namespace AppHost.Worker.Transport.HandOff;

/// <summary>The worker behind a mailbox. Called on the loop.</summary>
internal interface IReceivingWorker
{
    /// <summary>Whether it wants a connection.</summary>
    /// <param name="address">Of the listener that accepted it.</param>
    /// <returns>Null: yes.</returns>
    HandOffFailure? Judge(HandOffReason reason, string address);

    /// <summary>A connection is its own from now on.</summary>
    void Take(HandOffReason reason, string address, int descriptor, in OfferedConnection connection);

    /// <summary>A sibling has a free slot.</summary>
    void OnSiblingFree();

    /// <summary>A connection that was offered is a sibling's from now on.</summary>
    void OnGiven(ParkedConnection connection);

    /// <summary>A connection that was offered is this worker's still.</summary>
    void OnReturned(ParkedConnection connection);
}
