using Microsoft.Extensions.Logging;

namespace AppHost.Worker.Life;

/// <summary>
/// How a worker leaves: closes its listeners, says <c>Connection: close</c> on each answer for a while, lets what runs
/// finish, and ends the process, by force when time is up. Thread-safe.
/// </summary>
/// <remarks>
/// It lives on a thread of its own with a clock of its own: neither a full thread pool nor a stuck handler delays it.
/// </remarks>
/// <param name="exit">Ends the process with a code; does not return.</param>
internal sealed partial class Departure(ILogger<Departure> logger, Action<int> exit) : IDisposable
{
    private readonly ILogger _logger = logger;
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly TimeLimit _lingering = new();
    private readonly TimeLimit _leaving = new();
    private WorkerBoot? _boot;
    private bool _begun;
    private bool _takeBacklog;

    /// <summary>The worker serves from now on; if it was told to leave while it booted, it leaves.</summary>
    public void Booted(WorkerBoot boot)
    {
        lock (_lock)
        {
            _boot = boot;
            if (!_begun) boot.Open();
            else StartThread();
        }
    }

    /// <summary>Begins to leave. A further call can only shorten the times.</summary>
    /// <param name="linger">How long idle connections stay open.</param>
    /// <param name="timeout">After that what still runs is given up.</param>
    /// <param name="takeBacklog">Nobody else will take the connections that wait in the kernel.</param>
    public void Begin(TimeSpan linger, TimeSpan timeout, bool takeBacklog)
    {
        lock (_lock)
        {
            _lingering.AtMost(linger);
            _leaving.AtMost(timeout);
            if (_begun) return;
            _begun = true;
            _takeBacklog = takeBacklog;
            // One that still boots holds the listeners, too: a new master could not bind while it does.
            if (_boot is null) exit(WorkerExitCode.Left);
            else StartThread();
        }
    }

    /// <summary>Nothing that is left is worth waiting for; only once it has begun.</summary>
    public void Hasten()
    {
        lock (_lock) _leaving.AtMost(TimeSpan.Zero);
    }

    /// <summary>Blocks until the worker has left.</summary>
    public void WaitForEnd() => _ended.Wait();

    public void Dispose()
    {
        _ended.Dispose();
        _lingering.Dispose();
        _leaving.Dispose();
    }

    private void StartThread() => new Thread(Leave) { IsBackground = true, Name = "apphost-departure" }.Start();

    private void Leave()
    {
        WorkerBoot boot = _boot!;
        // Whatever the steps below wait for: when time is up, and a moment for the last answers, the process ends.
        _leaving.Token.Register(() => OnTimeUp(boot));
        try
        {
            LeaveAsync(boot).GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            LogDrainFailed(exception);
        }

        _ended.Set();
        exit(WorkerExitCode.Left);
    }

    private void OnTimeUp(WorkerBoot boot)
    {
        if (boot.Serving.InFlight > 0) LogGivenUp(boot.Serving.InFlight);
        new Thread(() =>
        {
            Thread.Sleep(TimeSpan.FromSeconds(1));
            exit(WorkerExitCode.Left);
        })
        { IsBackground = true, Name = "apphost-time-up" }.Start();
    }

    private async Task LeaveAsync(WorkerBoot boot)
    {
        boot.Identity.BeginDraining();
        await boot.Serving.StopAcceptingAsync(_takeBacklog);
        await boot.Turns.DrainingAsync(_leaving.Token);
        await boot.Serving.WhenNoConnections().WaitAsync(_lingering.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await boot.Serving.StopAsync(_leaving.Token);
        await boot.Turns.StoppingAsync(_leaving.Token);
        await boot.DisposeAsync();
    }

    [LoggerMessage(EventId = EventIds.DrainTimedOut, Level = LogLevel.Warning, Message = "Time is up: {InFlight} requests were given up.")]
    private partial void LogGivenUp(int inFlight);

    [LoggerMessage(EventId = EventIds.DrainFailed, Level = LogLevel.Error, Message = "Leaving failed half-way; the process ends now.")]
    private partial void LogDrainFailed(Exception exception);
}
