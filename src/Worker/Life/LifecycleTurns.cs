using AppHost.Worker.Apps;
using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Life;

/// <summary>
/// Tells the handler of the turns in its worker's life: one at a time and in their order, from whichever thread they are
/// told. A turn waits until the one before has come back; when there is no time left for that, the handler is not told of
/// it. Thread-safe.
/// </summary>
/// <remarks>
/// The master may answer READY with the order to leave before the thread that sent READY has told the handler of it, so the
/// first two turns hold the place of all others from the start.
/// </remarks>
internal sealed partial class LifecycleTurns
{
    private readonly IWorkerLifecycle? _lifecycle;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Completes when the latest turn has come back.
    private Task _latest;

    /// <param name="lifecycle">The handler, if it wants to know.</param>
    public LifecycleTurns(IWorkerLifecycle? lifecycle, ILogger logger)
    {
        _lifecycle = lifecycle;
        _logger = logger;
        _latest = _ready.Task;
    }

    /// <summary>The first turn; on the calling thread.</summary>
    /// <exception cref="BootFailedException">The handler failed.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (_lifecycle is null) return;
        try
        {
            await _lifecycle.StartingAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            throw new BootFailedException(
                $"{_lifecycle.GetType().FullName}.StartingAsync failed: {exception.GetType().Name}: {exception.Message}",
                details: UserException.Details(exception));
        }
    }

    /// <summary>The second turn; opens the way for the others.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken) =>
        RunAsync(static (lifecycle, token) => lifecycle.ReadyAsync(token), _ready, cancellationToken);

    /// <summary>The worker was only to be checked: it will not be ready.</summary>
    public void SkipReady() => _ready.SetResult();

    /// <summary>The worker takes nothing new.</summary>
    /// <param name="cancellationToken">Ends when time is up: nobody waits for the handler any more.</param>
    public Task DrainingAsync(CancellationToken cancellationToken) =>
        NextAsync("draining", static (lifecycle, token) => lifecycle.DrainingAsync(token), cancellationToken);

    /// <summary>No request runs any more.</summary>
    /// <param name="cancellationToken">Ends when time is up: nobody waits for the handler any more.</param>
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        NextAsync("stopping", static (lifecycle, token) => lifecycle.StoppingAsync(token), cancellationToken);

    private async Task NextAsync(string name, Func<IWorkerLifecycle, CancellationToken, Task> turn, CancellationToken cancellationToken)
    {
        if (_lifecycle is null) return;
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before = Interlocked.Exchange(ref _latest, back.Task);
        await before.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!before.IsCompleted)
        {
            LogTurnSkipped(name);
            return;
        }

        await RunAsync(turn, back, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>What the handler throws is logged.</summary>
    private async Task RunAsync(Func<IWorkerLifecycle, CancellationToken, Task> turn, TaskCompletionSource back, CancellationToken cancellationToken)
    {
        try
        {
            if (_lifecycle is not null) await turn(_lifecycle, cancellationToken);
        }
        catch (Exception exception)
        {
            LogLifecycleFailed(exception);
        }
        finally
        {
            back.SetResult();
        }
    }

    [LoggerMessage(EventId = EventIds.LifecycleFailed, Level = LogLevel.Error, Message = "A lifecycle method of the handler failed.")]
    private partial void LogLifecycleFailed(Exception exception);

    [LoggerMessage(EventId = EventIds.LifecycleTurnSkipped, Level = LogLevel.Warning,
        Message = "Time is up: the handler was not told that the worker is {Turn}, for it has not come back from the turn before.")]
    private partial void LogTurnSkipped(string turn);
}
