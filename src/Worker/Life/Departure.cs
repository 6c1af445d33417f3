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
    private readonly CancellationTokenSource _timeUp = new();
    private WorkerBoot? _boot;
    private TimeSpan? _linger;

    /// <summary>The worker serves from now on; if it was told to leave while it booted, it leaves.</summary>
    public void Booted(WorkerBoot boot)
    {
        lock (_lock)
        {
            _boot = boot;
            if (_linger is null) boot.Open();
            else StartThread();
        }
    }

    /// <summary>Begins to leave. A further call can only shorten the time.</summary>
    /// <param name="linger">How long idle connections stay open.</param>
    /// <param name="timeout">After that what still runs is given up.</param>
    public void Begin(TimeSpan linger, TimeSpan timeout)
    {
        lock (_lock)
        {
            _timeUp.CancelAfter(timeout);
            if (_linger is not null) return;
            _linger = linger;
            // A worker that has not booted yet leaves when it has, or is killed by the master.
            if (_boot is not null) StartThread();
            else _timeUp.Token.Register(() => exit(WorkerExitCode.Left));
        }
    }

    /// <summary>Blocks until the worker has left.</summary>
    public void WaitForEnd() => _ended.Wait();

    public void Dispose()
    {
        _ended.Dispose();
        _timeUp.Dispose();
    }

    private void StartThread() => new Thread(Leave) { Name = "apphost-departure" }.Start();

    private void Leave()
    {
        WorkerBoot boot = _boot!;
        // Whatever the steps below wait for: when time is up, and a moment for the last answers, the process ends.
        _timeUp.Token.Register(ExitSoon);
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

    private void ExitSoon() => new Thread(() =>
    {
        Thread.Sleep(TimeSpan.FromSeconds(1));
        exit(WorkerExitCode.Left);
    })
    { IsBackground = true, Name = "apphost-time-up" }.Start();

    private async Task LeaveAsync(WorkerBoot boot)
    {
        boot.Identity.BeginDraining();
        await boot.Serving.StopAcceptingAsync();
        await boot.NotifyAsync(static (lifecycle, token) => lifecycle.DrainingAsync(token), _timeUp.Token);
        await boot.Serving.LingerAsync(_linger!.Value).WaitAsync(_timeUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await boot.Serving.StopAsync(_timeUp.Token);
        if (_timeUp.IsCancellationRequested && boot.Serving.InFlight > 0) LogGivenUp(boot.Serving.InFlight);
        await boot.NotifyAsync(static (lifecycle, token) => lifecycle.StoppingAsync(token), _timeUp.Token);
        await boot.DisposeAsync();
    }

    [LoggerMessage(EventId = EventIds.DrainTimedOut, Level = LogLevel.Warning, Message = "Time is up: {InFlight} requests were given up.")]
    private partial void LogGivenUp(int inFlight);

    [LoggerMessage(EventId = EventIds.DrainFailed, Level = LogLevel.Error, Message = "Leaving failed half-way; the process ends now.")]
    private partial void LogDrainFailed(Exception exception);
}
