using AppHost.Worker.AccessLog;
using AppHost.Worker.Dispatch.Deadlines;
using AppHost.Worker.Dispatch.Lanes;
using AppHost.Worker.Dispatch.Responses;
using AppHost.Worker.Transport;
using AppHost.Worker.Transport.Parking;

namespace AppHost.Worker.Dispatch;

/// <summary>What all requests of a worker share. Immutable.</summary>
/// <param name="BuffersBody">The app blocks: wait for the body before it is given a thread.</param>
/// <param name="BodyBuffer">Up to so many bytes.</param>
internal sealed record DispatchServices(
    IWorkerInfo Worker,
    WorkerLoad Load,
    RequestSlots Slots,
    ShedAnswer ShedAnswer,
    TimeProvider TimeProvider,
    bool BuffersBody,
    int BodyBuffer)
{
    /// <summary>Classes of requests; null: there are none.</summary>
    public RequestLanes? Lanes { get; init; }

    /// <summary>The deadline of each request of no class.</summary>
    public DeadlineTimes Deadline { get; init; } = DeadlineTimes.Off;

    /// <summary>What a client gets whose deadline has passed.</summary>
    public DeadlineAnswer DeadlineAnswer { get; init; } = new(503);

    /// <summary>Upgraded and streaming responses that may give their slots back; 0: none does.</summary>
    public int StreamsMax { get; init; }

    /// <summary>Null: no line is written about requests.</summary>
    public AccessLogger? AccessLog { get; init; }

    /// <summary>Null where connections stay with Kestrel and with the worker.</summary>
    public IdleConnections? Idle { get; init; }

    /// <summary>Responses of the app start before it is done: one that starts while the worker drains has to say then that it is the last.</summary>
    public bool ClosesAtStart { get; init; }

    /// <summary>Null: every request is for the app.</summary>
    public RehearsalSwitch? Rehearsal { get; init; }

    /// <summary>The worker's event loop; null where nothing needs to know whether code runs on it.</summary>
    public IEventLoop? Loop { get; init; }
}
