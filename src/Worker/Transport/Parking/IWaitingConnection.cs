namespace AppHost.Worker.Transport.Parking;

/// <summary>A connection whose next request may wait unread. Loop thread only.</summary>
internal interface IWaitingConnection
{
    /// <summary>Its request waits.</summary>
    bool IsWaiting { get; }

    /// <summary>When its request became readable, in nanoseconds of CLOCK_MONOTONIC; 0 while none waits.</summary>
    long WaitingSince { get; }

    /// <summary>Reads the request here.</summary>
    /// <param name="hold">The slot for it; null if it is to be refused.</param>
    /// <param name="refusal">Why it is; null: it is not.</param>
    void Proceed(FreshConnection? hold, RejectReason? refusal = null);
}
