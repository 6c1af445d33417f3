using AppHost.Worker.Interop;

namespace AppHost.Worker.Transport.Parking;

/// <summary>
/// An idle connection without Kestrel: a descriptor, and what must be the same when it is attached again. About a hundred bytes;
/// end points are asked of the kernel when they are needed. Loop thread only.
/// </summary>
internal sealed class ParkedConnection(IdleConnections idle, InheritedListener listener, int descriptor, long number)
    : IReadyHandler, IWaitingConnection
{
    /// <summary>
    /// Edge-triggered: what is there and must not be read is reported once. RDHUP tells the end of the client from its request.
    /// </summary>
    public const uint Interest = EpollEvent.In | EpollEvent.ReadHangUp | EpollEvent.EdgeTriggered;

    public int Descriptor => descriptor;

    /// <summary>What its id is made of.</summary>
    public long Number => number;

    /// <summary>Where it was accepted.</summary>
    public InheritedListener Listener => listener;

    public ParkedState State { get; private set; }

    /// <summary>Its place in the event loop; of no meaning while it is offered.</summary>
    public LoopRegistration Registration { get; set; }

    /// <summary>Since when no request runs, in nanoseconds of CLOCK_MONOTONIC.</summary>
    public long IdleSince { get; init; }

    /// <inheritdoc/>
    public long WaitingSince { get; set; }

    /// <inheritdoc/>
    public bool IsWaiting => State is ParkedState.Waiting;

    /// <summary>It came from another worker with its request: it does not go to a third one to wait there.</summary>
    public bool HasMoved { get; init; }

    /// <summary>The second in which it is closed, and its place in that second's chain; 0: it is in none. The chain's own.</summary>
    public long Expiry { get; set; }

    /// <summary>It is closed when its time is up.</summary>
    public bool IsExpiring => Expiry != 0;

    public ParkedConnection? Previous { get; set; }

    public ParkedConnection? Next { get; set; }

    /// <summary>Moves it on; false when the trigger means nothing in its state.</summary>
    public bool Apply(ParkedTrigger trigger)
    {
        ParkedState next = ParkedLife.Next(State, trigger);
        if (next == State) return false;
        State = next;
        return true;
    }

    /// <inheritdoc/>
    public void OnReady(uint events) => idle.OnReady(this, events);

    /// <inheritdoc/>
    public void Proceed(FreshConnection? hold, RejectReason? refusal = null) => idle.Attach(this, hold, refusal);
}
