namespace AppHost.Worker.Life;

/// <summary>What the worker knows of itself, as user code sees it.</summary>
internal sealed class WorkerIdentity(int workerId, int generation, string workerClass) : IWorkerInfo, IDisposable
{
    private readonly CancellationTokenSource _draining = new();

    /// <inheritdoc/>
    public int WorkerId => workerId;

    /// <inheritdoc/>
    public int Generation => generation;

    /// <inheritdoc/>
    public string WorkerClass => workerClass;

    /// <inheritdoc/>
    public int Slots { get; set; }

    /// <inheritdoc/>
    public CancellationToken Draining => _draining.Token;

    /// <summary>Tells everybody that the worker drains. A callback of user code that throws does not stop the drain.</summary>
    public void BeginDraining()
    {
        try
        {
            _draining.Cancel();
        }
        catch (AggregateException)
        {
            // Thrown by callbacks that user code registered; each of them has run.
        }
    }

    public void Dispose() => _draining.Dispose();
}
