namespace AppHost.Worker.Life;

/// <summary>A worker's serving side, whatever the context type of its app.</summary>
internal interface IServingWorker : IAsyncDisposable
{
    /// <summary>Requests that run or wait.</summary>
    int InFlight { get; }

    /// <summary>Starts the server and the loop; nothing is accepted yet.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Lets the worker answer requests of its own, so that nothing is cold when clients come; before <see cref="Open"/>.</summary>
    /// <param name="paths">What to ask for, in this order.</param>
    /// <exception cref="BootFailedException">An answer was 400 or above, or there was none.</exception>
    Task WarmUpAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken);

    /// <summary>
    /// Sends two requests the whole way of real ones but for the app, which does not notice: what is compiled and loaded on that
    /// way is so before clients come. Blocks; before <see cref="WarmUpAsync"/> and <see cref="Open"/>.
    /// </summary>
    void Rehearse();

    /// <summary>Opens the gate: from now on connections come.</summary>
    void Open(int slots, int queueLimit);

    /// <summary>Called on a thread of its own when a request is past its last deadline, with its method and path; once.</summary>
    Action<string>? OnStuck { get; set; }

    /// <summary>Called when the worker drains and only such requests are left; once.</summary>
    Action? OnOnlyStuckLeft { get; set; }

    /// <summary>Closes the gate for good, and the inherited listeners.</summary>
    /// <param name="takeBacklog">Accepts first what waits in the kernel.</param>
    Task StopAcceptingAsync(bool takeBacklog);

    /// <summary>Opens log files anew.</summary>
    void ReopenLogs();

    /// <summary>Writes what logs still hold; takes half a second at most.</summary>
    void FlushLogs();

    /// <summary>Completes when no connection is open.</summary>
    Task WhenNoConnections();

    /// <summary>Closes idle connections, lets running requests end, and ends the worker class.</summary>
    /// <param name="cancellationToken">Ends when what still runs is to be given up.</param>
    Task StopAsync(CancellationToken cancellationToken);
}
