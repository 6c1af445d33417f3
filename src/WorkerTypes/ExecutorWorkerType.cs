namespace AppHost.WorkerTypes;

/// <summary>A worker class that consists of one <see cref="RequestExecutor"/>.</summary>
internal abstract class ExecutorWorkerType : IWorkerType
{
    private RequestExecutor? _executor;

    /// <inheritdoc/>
    public int Slots => Executor.Slots;

    private RequestExecutor Executor =>
        _executor ?? throw new InvalidOperationException($"{nameof(StartAsync)} has not been called.");

    /// <inheritdoc/>
    public ValueTask StartAsync(WorkerTypeContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        _executor = CreateExecutor(context);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(IWorkerRequest request) => Executor.ExecuteAsync(request);

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken) => _executor?.StopAsync(cancellationToken) ?? default;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _executor?.DisposeAsync() ?? default;

    private protected abstract RequestExecutor CreateExecutor(WorkerTypeContext context);
}
