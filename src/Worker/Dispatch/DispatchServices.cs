using AppHost.Worker.AccessLog;
using AppHost.Worker.Transport;

namespace AppHost.Worker.Dispatch;

/// <summary>What all requests of a worker share. Immutable.</summary>
/// <param name="BuffersBody">The app blocks: wait for the body before it is given a thread.</param>
/// <param name="BodyBuffer">Up to so many bytes.</param>
/// <param name="AccessLog">Null: none is written.</param>
internal sealed record DispatchServices(
    IWorkerInfo Worker,
    WorkerLoad Load,
    RequestSlots Slots,
    ShedAnswer ShedAnswer,
    TimeProvider TimeProvider,
    bool BuffersBody,
    int BodyBuffer,
    AccessLogger? AccessLog = null);
