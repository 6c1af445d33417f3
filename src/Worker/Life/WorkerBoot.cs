namespace AppHost.Worker.Life;

/// <summary>A worker that has booted: what serves it, and who is told of what happens to it.</summary>
/// <param name="turns">Tells the app of what happens to its worker.</param>
/// <param name="queueLimit">Requests that may wait.</param>
/// <param name="app">Disposed with the worker.</param>
internal sealed class WorkerBoot(WorkerIdentity identity, IServingWorker serving, LifecycleTurns turns, int queueLimit, IAsyncDisposable app)
    : IAsyncDisposable
{
    public WorkerIdentity Identity => identity;

    public IServingWorker Serving => serving;

    public LifecycleTurns Turns => turns;

    /// <summary>Opens the gate.</summary>
    public void Open() => Serving.Open(Identity.Slots, queueLimit);

    public async ValueTask DisposeAsync()
    {
        await Serving.DisposeAsync();
        await app.DisposeAsync();
        Identity.Dispose();
    }
}
